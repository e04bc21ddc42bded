package io.odradek.streamer.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.message.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterTest {
    private static final String LONGEST_TOPIC = "t".repeat(249);

    @Test
    void namesAFileThatEveryFileSystemTakesHoweverLongTheTopicsNameIs() {
        String name = Letter.of(record(LONGEST_TOPIC, new byte[1])).fileName();
        String other = Letter.of(record("t".repeat(248) + "u", new byte[1])).fileName();

        assertThat(name).hasSizeLessThanOrEqualTo(255).endsWith("-2147483647-9223372036854775807.bin");
        assertThat(other).as("another topic that begins like it").isNotEqualTo(name);
        assertThat(Letter.of(record("images", new byte[1])).fileName())
                .isEqualTo("images-2147483647-9223372036854775807.bin");
    }

    @Test
    void tellsNoValueFromOneThatWasLeftOutAndFromOneThatIsGone() {
        Letter none = Letter.of(record("images", null));
        ConsumerRecord<byte[], byte[]> record = record("images", null);
        put(record, DeadLetter.OMITTED, "value");
        Letter omitted = Letter.of(record);

        assertThat(none.looks()).isEqualTo("no value");
        assertThat(none.withoutValue()).isEqualTo("it has no value");
        assertThat(omitted.looks()).isEqualTo("left out");
        assertThat(omitted.withoutValue())
                .isEqualTo("its value was too large for this topic, look at images-2147483647@9223372036854775807");
        assertThat(Letter.of(record("images", new byte[1])).withoutValue()).contains("retention");
        ConsumerRecord<byte[], byte[]> bare = record("images", null);
        put(bare, DeadLetter.OMITTED, "key, headers");
        assertThat(Letter.of(bare).withoutValue()).isEqualTo("it has no value");
    }

    @Test
    void keepsWhatTheRecordSaysOfItself() {
        byte[] key = "k".repeat(500).getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "images-dlq",
                3,
                4,
                1_000,
                TimestampType.CREATE_TIME,
                key.length,
                2,
                key,
                new byte[2],
                new RecordHeaders(),
                Optional.empty());
        put(record, DeadLetter.REASON, "WRONG_SIZE");
        put(record, DeadLetter.MESSAGE, "two\nlines");
        put(record, "content-type", "image/png");

        Letter letter = Letter.of(record);

        assertThat(letter)
                .isEqualTo(new Letter(
                        3,
                        4,
                        Instant.ofEpochSecond(1),
                        "WRONG_SIZE",
                        "",
                        letter.key(),
                        "image/png",
                        2,
                        "bytes 00 00",
                        "two?lines",
                        "",
                        "dead-letter-3-4.bin"));
        assertThat(letter.key()).startsWith("kkkk").hasSizeLessThanOrEqualTo(400);
    }

    @Test
    void hasOneOfSomeReasonsWhateverTheHeaderSays() {
        assertThat(Letter.of(record("images", null)).reason()).isEqualTo("NOT_BY_ODRADEK");
        ConsumerRecord<byte[], byte[]> later = record("images", null);
        put(later, DeadLetter.REASON, "OF_A_LATER_VERSION");
        assertThat(Letter.of(later).reason()).isEqualTo("UNKNOWN_CODE");
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("images-dlq", 3, 4, null, value);
        put(record, DeadLetter.TOPIC, topic);
        put(record, DeadLetter.PARTITION, "2147483647");
        put(record, DeadLetter.OFFSET, "9223372036854775807");
        return record;
    }

    private static void put(ConsumerRecord<byte[], byte[]> record, String header, String text) {
        record.headers().add(header, text.getBytes(StandardCharsets.UTF_8));
    }
}
