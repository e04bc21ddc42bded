package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers that a dead letter gets beside its own: a typed reason, and KIP-1034's names for the rest. Stateless. */
final class DeadLetterHeaders {
    private DeadLetterHeaders() {}

    static Headers of(Headers received, Source source, Rejected rejected) {
        Headers headers = new RecordHeaders(received);
        put(headers, DeadLetter.REASON, rejected.reason().name());
        put(headers, DeadLetter.MESSAGE, rejected.message());
        put(headers, DeadLetter.TOPIC, source.topic());
        put(headers, DeadLetter.PARTITION, String.valueOf(source.partition()));
        put(headers, DeadLetter.OFFSET, String.valueOf(source.offset()));
        return headers;
    }

    static Headers omitting(String what, Headers received, Source source, Rejected rejected) {
        Headers headers = of(received, source, rejected);
        put(headers, DeadLetter.OMITTED, what);
        return headers;
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
