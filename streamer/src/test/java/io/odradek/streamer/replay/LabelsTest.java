package io.odradek.streamer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final Headers NONE = new RecordHeaders();
    private static final Source PLACE = new Source("images", 3, 17);

    private final Labels labels = new Labels(1L << 30, false);

    @Test
    void findsALabelByTheImagesIdOrPlace() {
        assertThat(labels.isEmpty()).isTrue();

        labels.add(label("{\"label\":\"Coat\",\"id\":\"a\"}"));
        labels.add(label("{\"label\":\"Shirt\",\"source\":{\"topic\":\"images\",\"partition\":3,\"offset\":17}}"));
        labels.add(label("Dress without an image"));

        assertThat(labels.isEmpty()).isFalse();
        assertThat(labels.text(labels.number(id("a"), null, PLACE))).isEqualTo("Coat");
        assertThat(labels.text(labels.number(NONE, null, PLACE))).isEqualTo("Shirt");
        assertThat(labels.number(id("b"), null, PLACE))
                .as("its id alone counts")
                .isEqualTo(Labels.NONE);
        assertThat(labels.unusable()).isEqualTo(1);
    }

    @Test
    void takesTheLatestOfSeveralWhicheverIsReadFirst() {
        labels.add(at(2_000, "{\"label\":\"Coat\",\"id\":\"a\"}"));
        labels.add(at(1_000, "{\"label\":\"Bag\",\"id\":\"a\"}"));

        assertThat(labels.text(labels.number(id("a"), null, PLACE))).isEqualTo("Coat");
    }

    @Test
    void findsALabelByTheKeyWhereKeysAreUnique() {
        byte[] key = "cam-7/0042".getBytes(StandardCharsets.UTF_8);
        Labels byKey = new Labels(1L << 30, true);
        byKey.add(new ConsumerRecord<>("labels", 0, 0, key, "Coat".getBytes(StandardCharsets.UTF_8)));

        assertThat(byKey.text(byKey.number(NONE, key, PLACE))).isEqualTo("Coat");
        assertThat(byKey.number(NONE, null, PLACE)).isEqualTo(Labels.NONE);
    }

    @Test
    void refusesMoreThanFitIntoTheHeap() {
        Labels few = new Labels(8 * 200 * 10, false);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        few.add(label("{\"label\":\"Bag\",\"id\":\"" + i + "\"}"));
                    }
                })
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "topic labels has more labels than fit into this heap, 10: raise -Xmx in JAVA_OPTS, or take --no-labels");
    }

    private static ConsumerRecord<byte[], byte[]> label(String value) {
        return new ConsumerRecord<>("labels", 0, 0, null, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> at(long time, String value) {
        return new ConsumerRecord<>(
                "labels",
                0,
                0,
                time,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                null,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private static Headers id(String id) {
        return new RecordHeaders().add(Sourced.ID, id.getBytes(StandardCharsets.UTF_8));
    }
}
