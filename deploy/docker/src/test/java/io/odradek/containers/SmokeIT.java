package io.odradek.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/** Kafka, streamer and trainer, each in its container: a model is trained, images go in, labels come out. */
class SmokeIT {
    private static final List<String> CODECS = List.of("gzip", "snappy", "lz4", "zstd");
    private static final int IMAGES = 10;

    @TempDir
    private Path dir;

    @Test
    void classifiesWithAModelThatWasTrainedBesideIt() throws IOException {
        try (Site site = new Site()) {
            GenericContainer<?> streamer = site.streamer("run", "--create-topics");
            streamer.start();
            assertThat(Site.isReady(streamer)).as("without a model").isFalse();

            GenericContainer<?> trainer = site.trainer(
                    "train",
                    "--data",
                    "/data",
                    "--out",
                    "/models/seed",
                    "--epochs",
                    "1",
                    "--limit",
                    "6000",
                    "--publish");
            trainer.start();
            assertThat(trainer.getLogs()).contains("live: fashion-mnist@");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Site.isReady(streamer));

            // Each codec has a native library, or Java in its place.
            List<Path> images = Samples.write(dir, IMAGES);
            for (String codec : CODECS) {
                produce(site, codec, images);
            }
            List<String> predictions = predictions(site, CODECS.size() * IMAGES);
            assertThat(predictions).hasSize(CODECS.size() * IMAGES);
            List<String> labels = predictions.stream().map(SmokeIT::label).toList();
            for (int i = IMAGES; i < labels.size(); i++) {
                assertThat(labels.get(i)).as("the same image as before").isEqualTo(labels.get(i % IMAGES));
            }
            assertThat(kcat("-b", site.bootstrapServers(), "-C", "-t", "images-dlq", "-e", "-q"))
                    .isEmpty();
            assertThat(Site.inside(streamer, "id", "-u").strip()).isEqualTo("1000");

            assertThat(heap(streamer))
                    .as("half of the container's memory, not of the machine's")
                    .isBetween(0.4, 0.55);

            streamer.getDockerClient()
                    .stopContainerCmd(streamer.getContainerId())
                    .withTimeout(30)
                    .exec();
            Long exit = streamer.getDockerClient()
                    .inspectContainerCmd(streamer.getContainerId())
                    .exec()
                    .getState()
                    .getExitCodeLong();
            assertThat(exit).as(streamer.getLogs()).isEqualTo(143);
        }
    }

    /** Its share of the container's memory. */
    private static double heap(GenericContainer<?> streamer) {
        String metrics = Site.inside(
                streamer,
                "bash",
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/8080; "
                        + "printf 'GET /metrics HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3");
        double most = metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_max_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(bytes -> bytes > 0)
                .sum();
        return most / Site.MEMORY;
    }

    private void produce(Site site, String codec, List<Path> images) {
        List<String> command = new ArrayList<>(List.of(
                "kcat",
                "-b",
                site.bootstrapServers(),
                "-P",
                "-t",
                "images",
                "-p",
                "0",
                "-k",
                codec,
                "-z",
                codec,
                "-H",
                "content-type=image/png"));
        images.forEach(image -> command.add(image.toString()));
        Shell.run(command);
    }

    private static List<String> predictions(Site site, int count) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> kcat("-b", site.bootstrapServers(), "-C", "-t", "predictions", "-e", "-q")
                                .lines()
                                .toList(),
                        all -> all.size() >= count);
    }

    private static String label(String prediction) {
        return JsonParser.parseString(prediction).getAsJsonObject().get("label").getAsString();
    }

    private static String kcat(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        return Shell.run(command, Map.of());
    }
}
