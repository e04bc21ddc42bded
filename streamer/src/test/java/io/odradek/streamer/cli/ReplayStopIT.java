package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code replay} as a process that is told to stop. */
class ReplayStopIT extends CommandCase {
    private static final int IMAGES = 40_000;

    @Test
    void reportsWhatItHasDoneWhereToGoOnAndEndsWithTheSignalsCode() throws IOException {
        // Given images that were answered, in more polls than one
        cluster.createModel();
        cluster.sendImages(IMAGES);
        ModelRef model = new ModelRef(TestModels.NAME, "0", "0".repeat(64));
        PredictionSerializer serializer = new PredictionSerializer();
        cluster.sendAll(IMAGES, i -> {
            int partition = i % Cluster.PARTITIONS;
            Source source = new Source("images", partition, i / Cluster.PARTITIONS);
            byte[] json = serializer.serialize(
                    "predictions",
                    new Prediction(TestModels.LABELS.get(i % 3), i % 3, new float[] {1, 1, 1}, model, source));
            return new ProducerRecord<>("predictions", partition, null, json);
        });
        Path file = dir.resolve("new.jsonl");
        Path partial = dir.resolve("new.jsonl.partial");
        Path report = dir.resolve("report.json");

        // When it works slowly, and is stopped
        try (StreamerProcess replay = StreamerProcess.start(
                dir.resolve("log"),
                Map.of(),
                List.of(
                        "replay",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model=test-model@0",
                        "--rate=100",
                        "--output=" + file,
                        "--json=" + report))) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(partial));
            int code = replay.terminate();

            // Then
            assertThat(code).as(replay.output()).isEqualTo(ExitCode.TERMINATED.code());
            assertThat(replay.output()).contains("stopped; go on with --from 0:", "NOT the whole range (stopped), by ");
        }
        JsonObject json = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
        assertThat(json.get("stopped").getAsBoolean()).isTrue();
        int done = json.getAsJsonObject("total").get("classified").getAsInt();
        assertThat(done).isLessThan(IMAGES);
        assertThat(json.getAsJsonObject("compared").get("same").getAsInt())
                .as("all that was classified is compared")
                .isEqualTo(done);
        assertThat(Files.readAllLines(partial)).hasSize(done);
        assertThat(file).doesNotExist();
        JsonArray partitions = json.getAsJsonArray("partitions");
        assertThat(partitions.asList().stream()
                        .mapToLong(part -> part.getAsJsonObject().get("next").getAsLong())
                        .sum())
                .isEqualTo(done);
    }
}
