package io.odradek.streamer.evaluation;

import io.odradek.streamer.evaluation.label.LabelReason;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a label that could not be used: as those of an image's dead letter. Stateless. */
final class LabelDeadLetters {
    private LabelDeadLetters() {}

    static Headers headers(Headers received, Source source, LabelReason reason, String message) {
        Headers headers = new RecordHeaders(received);
        put(headers, DeadLetter.REASON, reason.name());
        put(headers, DeadLetter.MESSAGE, message);
        put(headers, DeadLetter.TOPIC, source.topic());
        put(headers, DeadLetter.PARTITION, String.valueOf(source.partition()));
        put(headers, DeadLetter.OFFSET, String.valueOf(source.offset()));
        return headers;
    }

    static Headers omitting(String what, Source source, LabelReason reason, String message) {
        Headers headers = headers(new RecordHeaders(), source, reason, message);
        put(headers, DeadLetter.OMITTED, what);
        return headers;
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
