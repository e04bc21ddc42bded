package io.odradek.streamer.message;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is sent: the record as received, with headers that say why, a typed reason and KIP-1034's names for
 * the rest. A record that its producer compressed can be larger than the limits of the topic that it came through; then
 * what does not fit is left out and named, because sending it would fail again at every restart.
 *
 * @param key as received; not copied, read only
 * @param value as received; not copied, read only
 * @param headers those that were received, where they fit, and ours
 */
public record DeadLetterRecord(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    private static final byte[] NO_KEY = new byte[0];

    /**
     * What our headers say.
     *
     * @param source which record it was
     * @param reason a code
     * @param message why, in words
     */
    public record Why(Source source, String reason, String message) {}

    /**
     * Of a record that was received.
     *
     * @param maxBytes the largest record that can be sent, by {@link RecordSize}
     */
    public static DeadLetterRecord of(
            byte @Nullable [] key, byte @Nullable [] value, Headers received, Why why, long maxBytes) {
        Headers headers = headers(received, why, "");
        if (RecordSize.of(key, headers, value == null ? 0 : value.length) <= maxBytes) {
            return new DeadLetterRecord(key, value, headers);
        }
        headers = headers(received, why, "value");
        if (RecordSize.of(key, headers, 0) <= maxBytes) {
            return new DeadLetterRecord(key, null, headers);
        }
        return new DeadLetterRecord(
                NO_KEY,
                null,
                headers(new RecordHeaders(), why, value == null ? "key, headers" : "value, key, headers"));
    }

    private static Headers headers(Headers received, Why why, String omitted) {
        Headers headers = new RecordHeaders(received);
        put(headers, DeadLetter.REASON, why.reason());
        put(headers, DeadLetter.MESSAGE, why.message());
        put(headers, DeadLetter.TOPIC, why.source().topic());
        put(headers, DeadLetter.PARTITION, String.valueOf(why.source().partition()));
        put(headers, DeadLetter.OFFSET, String.valueOf(why.source().offset()));
        if (!omitted.isEmpty()) {
            String before = DeadLetter.text(headers, DeadLetter.OMITTED);
            headers.remove(DeadLetter.OMITTED);
            put(headers, DeadLetter.OMITTED, before.isEmpty() ? omitted : omitted + ", " + before);
        }
        return headers;
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
