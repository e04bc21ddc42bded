package io.odradek.streamer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.history.Bound;
import io.odradek.streamer.history.Gone;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.TestModels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** A replay that retention overtakes, of the images and then of the predictions. */
class ReplayRetentionIT {
    private static final int IMAGES = 10_000;
    /** So that a fetch holds few of them. */
    private static final int HEADER_BYTES = 2_000;

    private static final int LEFT = 100;

    @Test
    void goesOnWithWhatIsLeftAndNamesTheImagesThatItMissedAndSaysThatPredictionsAreMissing() {
        try (Cluster cluster = new Cluster(1)) {
            // Given images and predictions that retention removes, all but the last, as soon as some have been read
            cluster.createModel();
            cluster.sendAll(IMAGES, i -> large("images", TestModels.image(0)));
            PredictionSerializer serializer = new PredictionSerializer();
            cluster.sendAll(IMAGES, i -> large("predictions", serializer.serialize("predictions", prediction(i))));
            Set<String> begun = new HashSet<>();
            Replay.Progress progress = (what, done, all) -> {
                if (begun.add(what)) {
                    cluster.removeBefore(what, Map.of(0, (long) IMAGES - LEFT));
                }
            };

            // When
            Report report = replay(cluster, progress);

            // Then
            long read = report.read();
            assertThat(read).isBetween((long) LEFT + 1, (long) IMAGES - 1);
            assertThat(report.isComplete()).isFalse();
            assertThat(report.gone())
                    .singleElement()
                    .isEqualTo(
                            new Gone(report.partitions().get(0).partition(), read - LEFT, (long) IMAGES - LEFT, true));
            assertThat(report.predictionsGone()).isTrue();
            assertThat(report.difference().compared() + report.withoutThen()).isEqualTo(read);
        }
    }

    private static Report replay(Cluster cluster, Replay.Progress progress) {
        StreamerConfig config = StreamerConfig.of(Settings.of(cluster.settings(), Map.of(), Map.of(), null));
        Request request = new Request(
                "images", "predictions", Optional.empty(), false, Set.of(), new Bound.Edge(), new Bound.Edge(), 0);
        ModelChoice model = new ModelChoice.Version(TestModels.NAME, "0");
        try (Replay replay = new Replay(config, request, model, Output.NONE, new Stop(), progress)) {
            return replay.run();
        }
    }

    private static ProducerRecord<byte[], byte[]> large(String topic, byte[] value) {
        return new ProducerRecord<>(
                topic,
                0,
                null,
                null,
                value,
                new RecordHeaders(List.of(new RecordHeader("large", new byte[HEADER_BYTES]))));
    }

    private static Prediction prediction(int offset) {
        ModelRef model = new ModelRef(TestModels.NAME, "0", "0".repeat(64));
        return new Prediction("zero", 0, new float[] {1, 0, 0}, model, new Source("images", 0, offset));
    }
}
