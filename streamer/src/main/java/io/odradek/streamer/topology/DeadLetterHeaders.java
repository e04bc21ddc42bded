package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers that a dead letter gets beside its own: a typed reason, and KIP-1034's names for the rest. Stateless. */
final class DeadLetterHeaders {
    static final String REASON = "odradek-reason";
    static final String MESSAGE = "__streams.errors.message";
    static final String TOPIC = "__streams.errors.topic";
    static final String PARTITION = "__streams.errors.partition";
    static final String OFFSET = "__streams.errors.offset";
    /** What had to be left out of a dead letter that would not have fitted. */
    static final String OMITTED = "odradek-omitted";

    private DeadLetterHeaders() {}

    static Headers of(Headers received, Source source, Rejected rejected) {
        Headers headers = new RecordHeaders(received);
        put(headers, REASON, rejected.reason().name());
        put(headers, MESSAGE, rejected.message());
        put(headers, TOPIC, source.topic());
        put(headers, PARTITION, String.valueOf(source.partition()));
        put(headers, OFFSET, String.valueOf(source.offset()));
        return headers;
    }

    static Headers omitting(String what, Headers received, Source source, Rejected rejected) {
        Headers headers = of(received, source, rejected);
        put(headers, OMITTED, what);
        return headers;
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
