package io.odradek.quickstart.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.DeadLetter;
import io.odradek.quickstart.measure.Prediction;
import io.odradek.quickstart.measure.Source;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OutcomeRecordsTest {
    private static final String DOCUMENTED =
            "{\"schema\":1,\"label\":\"Sneaker\",\"index\":7,\"confidence\":0.9912,\"probabilities\":[0.0088,0.9912],"
                    + "\"model\":{\"name\":\"fashion-mnist\",\"version\":\"v1\",\"sha256\":\"9f2c\"},"
                    + "\"source\":{\"topic\":\"images\",\"partition\":2,\"offset\":1841}}";

    @Test
    void readsThePredictionOfTheReadme() {
        Prediction prediction = OutcomeRecords.prediction(record("predictions", DOCUMENTED), 2_000_000);

        assertThat(prediction)
                .isEqualTo(new Prediction(new Source("images", 2, 1841), 2, "Sneaker", 0.9912, "v1", 1_234, 2_000_000));
    }

    @Test
    void saysWhereAPredictionIsNotAsDocumented() {
        assertThatThrownBy(() -> OutcomeRecords.prediction(record("predictions", "{\"label\":\"Bag\"}"), 0))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("predictions-2@17 is not a prediction as documented: {\"label\"");
    }

    @Test
    void readsTheHeadersOfADeadLetter() {
        // Given
        ConsumerRecord<byte[], byte[]> record = record("images-dlq", "no image");
        header(record, "odradek-reason", "undecodable");
        header(record, "__streams.errors.topic", "images");
        header(record, "__streams.errors.partition", "3");
        header(record, "__streams.errors.offset", "99");

        // Then
        assertThat(OutcomeRecords.deadLetter(record))
                .isEqualTo(new DeadLetter(new Source("images", 3, 99), "undecodable"));
    }

    @Test
    void saysWhichHeaderOfADeadLetterIsMissing() {
        assertThatThrownBy(() -> OutcomeRecords.deadLetter(record("images-dlq", "no image")))
                .isInstanceOf(Failure.class)
                .hasMessage("images-dlq-2@17 has no header __streams.errors.topic");
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                topic,
                2,
                17,
                1_234,
                TimestampType.CREATE_TIME,
                0,
                bytes.length,
                new byte[0],
                bytes,
                new RecordHeaders(),
                Optional.empty());
    }

    private static void header(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
