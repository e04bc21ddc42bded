package io.odradek.streamer.evaluation.pairing;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.RecordSize;
import io.odradek.streamer.message.Sourced;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A label's record.
 *
 * @param key as received; not copied, read only
 * @param value as received; not copied, read only
 * @param headers as received, where they are not too large to be kept; not copied, read only
 */
public record LabelRecord(byte @Nullable [] key, byte[] value, List<Header> headers) {
    /** More bytes of headers, by {@link RecordSize}, are not kept. */
    static final int MOST_HEADER_BYTES = 8_192;

    /** Of a record: of headers that are too large the id is kept, and one more says that the others are not there. */
    public static LabelRecord of(byte @Nullable [] key, byte[] value, Headers received) {
        if (RecordSize.of(null, received, 0) <= MOST_HEADER_BYTES) {
            return new LabelRecord(key, value, List.of(received.toArray()));
        }
        Header omitted = new RecordHeader(DeadLetter.OMITTED, "headers".getBytes(StandardCharsets.UTF_8));
        return new LabelRecord(
                key,
                value,
                Stream.concat(Stream.ofNullable(received.lastHeader(Sourced.ID)), Stream.of(omitted))
                        .toList());
    }
}
