package io.odradek.streamer.evaluation;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Timestamps, in milliseconds since 1970. Stateless. */
final class Times {
    private Times() {}

    /** Streams' own extractor would fail at a record without a timestamp, which some clients can write: for ever. */
    static long of(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    }

    /** For a record between two processors: a broker refuses timestamps of the future, and the value has the true one. */
    static long internal(long timestamp, long now) {
        return Math.max(0, Math.min(timestamp, now));
    }
}
