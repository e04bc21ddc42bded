package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What the page for operators shows is what the commands print; only times and the address are its own. */
class OperatorsPageIT {
    private static final Path PAGE = Path.of("..", "streamer", "OPERATIONS.md");
    private static final Path FIXTURE = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");

    @Test
    void showsTheRealOutputOfTheCommands() throws IOException {
        // Given
        try (Cluster cluster = new Cluster()) {
            createTopics(cluster);
            StringBuilder output = new StringBuilder();

            // When
            output.append(CommandRun.on(cluster, "models", "publish", FIXTURE.toString(), "--promote")
                    .done());
            output.append(CommandRun.on(cluster, "models", "list").done());
            output.append(CommandRun.on(cluster, "check").out());
            Topics.create(
                    cluster.bootstrapServers(), List.of(new NewTopic("roomy-dlq", 1, (short) 1).configs(roomy())));
            Map<Setting, String> settings = Map.of(
                    Setting.BOOTSTRAP_SERVERS, cluster.bootstrapServers(),
                    Setting.DLQ_TOPIC, "roomy-dlq",
                    Setting.INSTANCE, "streamer-1",
                    Setting.HTTP_PORT, "0");
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
                streamer.awaitModel("seed-6-epochs");
                streamer.await(health -> cluster.count("models-status") == 1);
            }
            output.append(
                    CommandRun.on(cluster, "models", "show", "fashion-mnist").done());

            // Then
            List<String> shown = shown();
            assertThat(shown).hasSizeGreaterThan(6);
            assertThat(output.toString().lines().map(OperatorsPageIT::timeless)).containsAll(shown);
        }
    }

    private static void createTopics(Cluster cluster) {
        Topics.create(
                cluster.bootstrapServers(),
                List.of(
                        new NewTopic("images", 1, (short) 1),
                        new NewTopic("predictions", 1, (short) 1).configs(roomy()),
                        new NewTopic("images-dlq", 1, (short) 1),
                        new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                        new NewTopic("models-status", 1, (short) 1),
                        new NewTopic("latency", 1, (short) 1)));
    }

    private static Map<String, String> roomy() {
        return Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536));
    }

    /** The section's indented lines that are no commands, but for what a longer run of its own printed. */
    private static List<String> shown() throws IOException {
        String page = Files.readString(PAGE).replaceAll("(?s)<!-- printed:.*?<!-- /printed -->", "");
        int begin = page.indexOf("## Commands for operators");
        return page.substring(begin, page.indexOf("\n## ", begin))
                .lines()
                .filter(line -> line.startsWith("    ") && !line.matches("    (streamer/bin/streamer|echo) .*"))
                .map(line -> timeless(line.substring(4)))
                .toList();
    }

    private static String timeless(String line) {
        return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z", "TIME").replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS");
    }
}
