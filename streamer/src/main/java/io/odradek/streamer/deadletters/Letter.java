package io.odradek.streamer.deadletters;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One record of the dead-letter topic, without its value. Everything that comes from the record is one printable line.
 *
 * @param partition where it lies in the dead-letter topic
 * @param offset where it lies in the dead-letter topic
 * @param time the image's own timestamp
 * @param reason the name of a {@link Reason}, {@link #FOREIGN} or {@link #UNKNOWN}
 * @param origin topic-partition@offset of the image, or empty
 * @param key the key, or empty
 * @param contentType the content-type header, or empty
 * @param bytes the length of the value, -1 for none or one that was left out
 * @param looks what the value looks like
 * @param message why it was rejected, or empty
 * @param omitted what had to be left out of it, or empty
 * @param fileName under which its value is saved: made of its origin, or where that is no Kafka coordinate, of its place
 */
public record Letter(
        int partition,
        long offset,
        Instant time,
        String reason,
        String origin,
        String key,
        String contentType,
        int bytes,
        String looks,
        String message,
        String omitted,
        String fileName) {
    /** The reason of a record that another program wrote. */
    public static final String FOREIGN = "NOT_BY_ODRADEK";

    /** The reason of a record with a code that this version does not know. */
    public static final String UNKNOWN = "UNKNOWN_CODE";

    /** By time; of one time, by place. */
    static final Comparator<Letter> OLDEST_FIRST = Comparator.comparing(Letter::time)
            .thenComparingInt(Letter::partition)
            .thenComparingLong(Letter::offset);

    /** No more of a key is looked at. */
    private static final int MAX_BYTES = 400;

    private static final int MAX_TOPIC = 200;

    /** Of its record. */
    public static Letter of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Optional<Source> source = DeadLetter.sourceOf(headers);
        String omitted = OneLine.of(DeadLetter.text(headers, DeadLetter.OMITTED));
        Looks looks = record.value() == null && omitted.startsWith("value") ? Looks.OMITTED : Looks.of(record.value());
        String stem = source.map(Letter::stem).orElse("dead-letter-" + record.partition() + "-" + record.offset());
        return new Letter(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                reason(headers),
                source.map(Source::toString).orElse(""),
                OneLine.of(utf8(record.key())),
                OneLine.of(DeadLetter.text(headers, "content-type")),
                record.value() == null ? -1 : record.value().length,
                looks.description(),
                OneLine.of(DeadLetter.text(headers, DeadLetter.MESSAGE)),
                omitted,
                stem + looks.extension());
    }

    /** Why there is no value to save. */
    public String withoutValue() {
        if (bytes >= 0) {
            return "retention removed it meanwhile";
        }
        return omitted.startsWith("value")
                ? "its value was too large for this topic" + (origin.isEmpty() ? "" : ", look at " + origin)
                : "it has no value";
    }

    private static String stem(Source source) {
        return shortened(source.topic()) + "-" + source.partition() + "-" + source.offset();
    }

    /** A file's name has 255 bytes, and a topic's may have 249: a long one ends in its hash. */
    private static String shortened(String topic) {
        return topic.length() <= MAX_TOPIC
                ? topic
                : topic.substring(0, MAX_TOPIC) + "-" + HexFormat.of().toHexDigits(topic.hashCode());
    }

    /** The reason of a record, one of a bounded set. */
    public static String reason(Headers headers) {
        if (headers.lastHeader(DeadLetter.REASON) == null) {
            return FOREIGN;
        }
        String code = DeadLetter.text(headers, DeadLetter.REASON);
        return Arrays.stream(Reason.values()).anyMatch(r -> r.name().equals(code)) ? code : UNKNOWN;
    }

    private static String utf8(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8);
    }
}
