package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What becomes a dead letter, and what of it is kept. */
class DeadLettersTest extends ClassifyTopologyCase {
    @Test
    void sendsABadRecordUntouchedToTheDeadLettersWithItsReason() {
        byte[] value = "not an image".getBytes(StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders().add("trace", new byte[] {9});

        images.pipeInput(new TestRecord<>(KEY, TestModels.image(0), new RecordHeaders(), TIME));
        images.pipeInput(new TestRecord<>(KEY, value, headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.getRecordTime()).isEqualTo(TIME);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(9);
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.UNKNOWN_FORMAT.name());
        assertThat(text(letter, "__streams.errors.message")).contains("12 bytes");
        assertThat(text(letter, "__streams.errors.topic")).isEqualTo("images");
        assertThat(text(letter, "__streams.errors.partition")).isEqualTo("0");
        assertThat(text(letter, "__streams.errors.offset")).isEqualTo("1");
    }

    @Test
    void keepsATombstoneATombstone() {
        images.pipeInput(new TestRecord<>(KEY, null, new RecordHeaders(), TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.EMPTY.name());
    }

    @Test
    void leavesTheValueOutOfADeadLetterThatWouldNotFit() {
        Headers headers = new RecordHeaders().add("trace", new byte[] {9});

        images.pipeInput(new TestRecord<>(KEY, new byte[MAX_RECORD_BYTES], headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(9);
        assertThat(text(letter, "odradek-omitted")).isEqualTo("value");
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.UNKNOWN_FORMAT.name());
    }

    @Test
    void rejectsAnImageWhoseHeadersLeaveNoRoomForAPrediction() {
        Headers headers = new RecordHeaders().add("huge", new byte[MAX_RECORD_BYTES]);

        images.pipeInput(new TestRecord<>(KEY, TestModels.image(0), headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(letter.headers().lastHeader("huge")).isNull();
        assertThat(text(letter, "odradek-omitted")).isEqualTo("value, key, headers");
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.HEADERS_TOO_LARGE.name());
        assertThat(text(letter, "__streams.errors.offset")).isEqualTo("0");
    }

    @Test
    void doesNotSayThatAValueWasLeftOutWhereThereWasNone() {
        Headers headers = new RecordHeaders().add("huge", new byte[MAX_RECORD_BYTES]);

        images.pipeInput(new TestRecord<>(KEY, null, headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(text(letter, "odradek-omitted")).isEqualTo("key, headers");
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.EMPTY.name());
    }

    @Test
    void givesTheIdOfAnEnvelopeToPredictionAndDeadLetter() {
        restart(new ImageSettings(1 << 20, 1_000, 1_000_000, 10, true));
        String image = Base64.getEncoder().encodeToString(TestModels.image(1));
        byte[] good = ("{\"image\":\"" + image + "\",\"id\":\"seven\"}").getBytes(StandardCharsets.UTF_8);
        byte[] bad = "{\"image\":\"?\",\"id\":\"eight\"}".getBytes(StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders().add("odradek-id", new byte[] {'x'});

        images.pipeInput(new TestRecord<>(KEY, good, headers, TIME));
        images.pipeInput(new TestRecord<>(KEY, bad, new RecordHeaders(), TIME));
        images.pipeInput(KEY, TestModels.image(1));

        TestRecord<byte[], byte[]> prediction = predictions.readRecord();
        assertThat(json(prediction).get("label").getAsString()).isEqualTo("one");
        assertThat(text(prediction, "odradek-id")).isEqualTo("seven");
        assertThat(prediction.headers().headers("odradek-id"))
                .as("what was received stays")
                .hasSize(2);
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.BAD_ENVELOPE.name());
        assertThat(text(letter, "odradek-id")).isEqualTo("eight");
        assertThat(letter.value()).isEqualTo(bad);
        assertThat(text(deadLetters.readRecord(), "odradek-reason")).isEqualTo(Reason.BAD_ENVELOPE.name());
    }

    @Test
    void refusesWhatIsBeyondTheLimitsThatAreSet() {
        restart(new ImageSettings(1 << 20, 1_000, 3, 10, false));
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png");

        images.pipeInput(KEY, png);

        assertThat(text(deadLetters.readRecord(), "odradek-reason")).isEqualTo(Reason.TOO_MANY_PIXELS.name());
    }

    @Test
    void goesOnAfterABadRecord() {
        images.pipeInput(KEY, new byte[3]);
        images.pipeInput(KEY, TestModels.image(1));

        assertThat(json(predictions.readRecord()).get("label").getAsString()).isEqualTo("one");
    }
}
