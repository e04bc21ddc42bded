package io.odradek.streamer.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be classified; its reason travels in headers.
 *
 * @param value the value exactly as received
 * @param source the record's origin
 */
public record DeadLetter(byte @Nullable [] value, Source source) implements Sourced {
    /** Header: the typed reason, a code. */
    public static final String REASON = "odradek-reason";

    /** Header of KIP-1034: why, in words. */
    public static final String MESSAGE = "__streams.errors.message";

    /** Header of KIP-1034: the topic that the record came from. */
    public static final String TOPIC = "__streams.errors.topic";

    /** Header of KIP-1034: the partition that the record came from. */
    public static final String PARTITION = "__streams.errors.partition";

    /** Header of KIP-1034: the record's offset in that partition. */
    public static final String OFFSET = "__streams.errors.offset";

    /** Header: what had to be left out of a dead letter that would not have fitted. */
    public static final String OMITTED = "odradek-omitted";

    /** More of a header is not looked at. */
    private static final int MAX_BYTES = 400;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** Which record a dead letter is, by its headers; none where another program wrote it. */
    public static Optional<Source> sourceOf(Headers headers) {
        String topic = text(headers, TOPIC);
        try {
            return NAME.matcher(topic).matches()
                    ? Optional.of(new Source(
                            topic,
                            (int) number(headers, PARTITION, Integer.MAX_VALUE),
                            number(headers, OFFSET, Long.MAX_VALUE)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A header as a text, the first 400 bytes of it; empty where it is missing. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        byte[] bytes = header == null ? null : header.value();
        return bytes == null ? "" : new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8);
    }

    private static long number(Headers headers, String name, long most) {
        long number = Long.parseLong(text(headers, name));
        if (number < 0 || number > most) {
            throw new NumberFormatException(name + " is " + number);
        }
        return number;
    }
}
