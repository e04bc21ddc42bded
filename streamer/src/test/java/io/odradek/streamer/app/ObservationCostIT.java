package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.odradek.streamer.delivery.RecordingCost;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.SeedModels;
import io.odradek.streamer.kit.SteadyLoad;
import io.odradek.streamer.kit.StreamerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to be watched, at full load with the real net: recording, as a share of the processor time of an image,
 * and a page that is open, in turns with none. {@code -Dobservation.rounds=N} for N rounds of 60,000 images of each kind;
 * the report goes to {@code target/observation.txt}, and {@code deploy/bench/observation.sh} prints it.
 */
class ObservationCostIT {
    private static final int ROUNDS = Integer.getInteger("observation.rounds", 1);
    private static final int BURST = ROUNDS > 1 ? 60_000 : 15_000;
    private static final int WARM_UP = ROUNDS > 1 ? 150_000 : 20_000;
    private static final int THREADS = 2;
    private static final int BATCHES = 10_000;
    /** The aim is 2%, and a short run's images take less or more by some percents of it. */
    private static final double MOST = 0.03;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private final List<byte[]> images = images();
    private long answered;

    @Test
    void costsLittleOfTheProcessorTimeOfAnImage() throws IOException {
        List<Double> closed = new ArrayList<>();
        List<Double> open = new ArrayList<>();
        SeedModels models = new SeedModels();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.models(SeedModels.NAME + "@0", models.file(0));
            cluster.models(SeedModels.NAME, Cluster.utf8("{\"schema\":1,\"live\":\"0\",\"previous\":[]}"));
            try (StreamerProcess streamer = start(cluster)) {
                microsPerImage(cluster, streamer, WARM_UP);
                for (int i = 0; i < ROUNDS; i++) {
                    closed.add(microsPerImage(cluster, streamer, BURST));
                    try (OpenPage page = new OpenPage()) {
                        open.add(microsPerImage(cluster, streamer, BURST));
                        assertThat(page.answers()).as("feeds").isPositive();
                    }
                }
            }
        }
        double recording = new RecordingCost().nanosPerImage(THREADS, BATCHES) / 1_000;

        publish(closed, open, recording);
        assertThat(recording / median(closed)).isLessThan(MOST);
    }

    /** A page that asks once a second, as the real one does. */
    private final class OpenPage implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private volatile long after;
        private final AtomicInteger answers = new AtomicInteger();

        OpenPage() {
            Future<?> unused = clock.scheduleAtFixedRate(this::ask, 0, 1, TimeUnit.SECONDS);
        }

        private void ask() {
            String feed = http.get("/page/feed?after=" + after);
            after = JsonParser.parseString(feed).getAsJsonObject().get("seq").getAsLong();
            answers.incrementAndGet();
        }

        int answers() {
            return answers.get();
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    private StreamerProcess start(Cluster cluster) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xms512m -Xmx512m -XX:TieredStopAtLevel=4"),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + SeedModels.NAME,
                        "--http-port=" + http.number(),
                        "--threads=" + THREADS));
    }

    /** Processor time of the whole process for each of so many images that come as fast as they go. */
    private double microsPerImage(Cluster cluster, StreamerProcess streamer, int count) {
        Duration before = streamer.processorTime();
        SteadyLoad.burst(cluster, images, count);
        answered += count;
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
            return cluster.count("predictions") >= answered;
        });
        return streamer.processorTime().minus(before).toNanos() / 1e3 / count;
    }

    private static void publish(List<Double> closed, List<Double> open, double recording) throws IOException {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < closed.size(); i++) {
            ratios.add(open.get(i) / closed.get(i));
        }
        String report = String.format(
                Locale.ROOT,
                "images at full load, %d threads, %d rounds of %,d images of each kind%n"
                        + "processor time of an image: %.1f us (%s), with a page open %.1f us (%s)%n"
                        + "recording: %.2f us an image, %.2f%% of it%n"
                        + "a page that is open: %+.2f%% (median of the pairs; each: %s)%n",
                THREADS,
                ROUNDS,
                BURST,
                median(closed),
                rounded(closed),
                median(open),
                rounded(open),
                recording,
                100 * recording / median(closed),
                100 * (median(ratios) - 1),
                ratios.stream()
                        .map(r -> String.format(Locale.ROOT, "%+.1f%%", 100 * (r - 1)))
                        .toList());
        System.err.println("ObservationCostIT:\n" + report);
        Files.writeString(Path.of("target", "observation.txt"), report);
    }

    private static String rounded(List<Double> values) {
        return values.stream()
                .map(v -> String.format(Locale.ROOT, "%.1f", v))
                .toList()
                .toString();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static List<byte[]> images() {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            byte[] image = new byte[784];
            random.nextBytes(image);
            images.add(image);
        }
        return images;
    }
}
