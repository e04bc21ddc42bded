package io.odradek.streamer.message;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How large a record is for the producer, in bytes, rounded up: what {@code max.request.size} and, without compression,
 * {@code max.message.bytes} are compared with. Stateless.
 */
public final class RecordSize {
    /** Batch header of 61 bytes, and the record's own lengths, time and offset. */
    private static final int RECORD_OVERHEAD = 100;

    /** Two lengths of at most 5 bytes. */
    private static final int HEADER_OVERHEAD = 10;

    /** A UTF-16 unit takes at most 3 bytes in UTF-8. */
    private static final int BYTES_PER_CHAR = 3;

    /** A prediction's JSON without its probabilities: label, model, source, each at its longest; and a traceparent. */
    private static final int PREDICTION_BYTES = 4_096;

    private static final int BYTES_PER_PROBABILITY = 16;

    private RecordSize() {}

    /** Of a prediction with so many probabilities, at its longest. */
    public static long ofPrediction(byte @Nullable [] key, Headers headers, int classes) {
        return of(key, headers, PREDICTION_BYTES + (long) BYTES_PER_PROBABILITY * classes);
    }

    /** Of a record with a value of so many bytes. */
    public static long of(byte @Nullable [] key, Headers headers, long valueBytes) {
        long size = RECORD_OVERHEAD + valueBytes + (key == null ? 0 : key.length);
        for (Header header : headers) {
            size += HEADER_OVERHEAD + (long) BYTES_PER_CHAR * header.key().length();
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }
}
