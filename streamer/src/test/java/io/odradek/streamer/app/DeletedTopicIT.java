package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic is deleted under a running streamer. */
class DeletedTopicIT {
    @TempDir
    private Path dir;

    @Test
    void itEndsAndNamesTheTopicAndWhatToDo() throws Exception {
        try (Cluster cluster = Cluster.withModel()) {
            cluster.sendImages(40);
            List<String> arguments = List.of(
                    "run",
                    "--bootstrap-servers=" + cluster.bootstrapServers(),
                    "--model-name=" + TestModels.NAME,
                    "--http-port=0");
            try (StreamerProcess streamer = StreamerProcess.start(dir.resolve("log"), Map.of(), arguments)) {
                cluster.awaitAnswers(40);
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                    admin.deleteTopics(List.of("images")).all().get();
                }
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !streamer.isAlive());

                assertThat(streamer.exitCode()).isEqualTo(1);
                assertThat(streamer.output().lines())
                        .anyMatch(line -> line.startsWith(
                                "streamer: stopped: topic images was deleted under the running streamer"));
            }
        }
    }
}
