package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Example;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SpecialProducers;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code deploy/examples}, which users copy. */
class ExamplesIT {
    private static final String PNG = "a shirt.png";
    private static final String JPEG = "b.jpg";
    private static final String RAW = "c.raw";
    private static final String WIDE = "wide.png";
    private static final String LARGE = "large.png";

    @TempDir
    private static Path dir;

    private static Cluster cluster;
    private static RunningStreamer streamer;
    /** Nobody answers there but the test. */
    private static Cluster silent;

    private static List<Example> examples;

    @BeforeAll
    static void start() {
        examples = Example.install();
        silent = new Cluster();
        silent.createTopics();
        cluster = Cluster.withModel();
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.PROCESSING_GUARANTEE, "exactly_once_v2");
        streamer = RunningStreamer.start(settings, Map.of());
        streamer.awaitModel("0");
    }

    @AfterAll
    static void stop() {
        // Not where a tool is missing: then nothing was started.
        if (streamer != null) {
            streamer.close();
            cluster.close();
            silent.close();
        }
    }

    @Test
    void classifyWhatTheyCanAndSayWhatBecameOfTheRest() throws IOException {
        for (Example example : examples) {
            write(example, PNG, TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png"));
            write(example, JPEG, TestImages.encode(TestImages.grey(2, 2, 0, 0, 255, 0), "jpg"));
            write(example, RAW, TestModels.image(0));
            write(example, WIDE, TestImages.encode(TestImages.grey(3, 2, 0, 0, 0, 0, 0, 0), "png"));
            write(example, LARGE, new byte[1_200_000]);
        }

        Map<Example, Example.Run> runs = run(cluster, List.of(PNG, JPEG, RAW, WIDE, LARGE), () -> {});

        Answers answers = new Answers(cluster.read("images"), cluster.read("predictions"));
        runs.forEach((example, run) -> assertThatItSaysAll(example, run, answers));
    }

    @Test
    void readCommittedAnswersOnlyAndEndWith0WhenAllIsWell() throws IOException {
        for (Example example : examples) {
            write(example, PNG, TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png"));
        }
        silent.sendAll(2 * Cluster.PARTITIONS, i -> new ProducerRecord<>("predictions", i % 4, null, new byte[0]));

        Map<Example, Example.Run> runs = run(silent, List.of(PNG), () -> {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> silent.read("images").size() == examples.size());
            SpecialProducers.transaction(silent, answers("aborted"), false);
            SpecialProducers.transaction(silent, answers("committed"), true);
        });

        runs.forEach((example, run) -> {
            assertThat(run.lines()).as(run.errors()).containsExactly(path(example, PNG) + "\tcommitted");
            assertThat(run.exitCode()).isZero();
        });
    }

    @Test
    void areShortAndTheirCommandsStandInTheReadme() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("..", "deploy", "examples", "README.md"));

        for (Example example : examples) {
            assertThat(example.text().lines().count()).isLessThan(40);
            assertThat(readme).contains("    " + example.command());
        }
    }

    private static void assertThatItSaysAll(Example example, Example.Run run, Answers answers) {
        String png = path(example, PNG);
        String jpeg = path(example, JPEG);
        String raw = path(example, RAW);
        assertThat(run.lines())
                .as(run.errors())
                .containsExactlyInAnyOrder(
                        answers.line(png, "one"), answers.line(jpeg, "two"), answers.line(raw, "zero"));
        assertThat(run.errors().lines().filter(line -> line.startsWith(dir.toString())))
                .hasSize(2)
                .anyMatch(line -> line.startsWith(path(example, WIDE) + ": refused: WRONG_SIZE"))
                .anyMatch(line -> line.startsWith(path(example, LARGE) + ": not sent: "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(answers.header(png, "content-type")).isEqualTo("image/png");
        assertThat(answers.header(jpeg, "content-type")).isEqualTo("image/jpeg");
        assertThat(answers.header(raw, "content-type")).isEqualTo("application/octet-stream");
        assertThat(answers.header(png, "odradek-id")).isNotBlank().isNotEqualTo(answers.header(jpeg, "odradek-id"));
    }

    /** All at once, each with its own files; {@code meanwhile} while they run. */
    private static Map<Example, Example.Run> run(Cluster where, List<String> files, Runnable meanwhile) {
        Map<Example, Example.Running> running = new LinkedHashMap<>();
        Map<Example, Example.Run> runs = new LinkedHashMap<>();
        try {
            for (Example example : examples) {
                List<String> paths = files.stream().map(f -> path(example, f)).toList();
                running.put(example, example.start(where.bootstrapServers(), paths));
            }
            meanwhile.run();
            running.forEach((example, process) -> runs.put(example, process.await()));
        } finally {
            running.values().forEach(Example.Running::close);
        }
        return runs;
    }

    /** What a streamer would write for each image, with another value. */
    private static List<ProducerRecord<byte[], byte[]>> answers(String value) {
        return silent.read("images").stream()
                .map(image -> new ProducerRecord<>(
                        "predictions",
                        image.partition(),
                        image.timestamp(),
                        image.key(),
                        Cluster.utf8(value),
                        image.headers()))
                .toList();
    }

    private static String path(Example example, String file) {
        return dir.resolve(example.file() + " " + file).toString();
    }

    private static void write(Example example, String file, byte[] content) throws IOException {
        Files.write(Path.of(path(example, file)), content);
    }

    /** What the topics hold. */
    private record Answers(
            List<ConsumerRecord<byte[], byte[]>> images, List<ConsumerRecord<byte[], byte[]>> predictions) {
        /** The line of a file: exactly the prediction in the topic. */
        String line(String file, String label) {
            String prediction = new String(find(predictions, file).value(), StandardCharsets.UTF_8);
            assertThat(prediction).contains("\"label\":\"" + label + "\"");
            return file + "\t" + prediction;
        }

        String header(String file, String name) {
            Header header = find(images, file).headers().lastHeader(name);
            return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }

        private static ConsumerRecord<byte[], byte[]> find(List<ConsumerRecord<byte[], byte[]>> records, String file) {
            List<ConsumerRecord<byte[], byte[]>> found = records.stream()
                    .filter(record -> Arrays.equals(record.key(), Cluster.utf8(file)))
                    .toList();
            assertThat(found).as("records with the key %s", file).hasSize(1);
            return found.get(0);
        }
    }
}
