package io.odradek.streamer.evaluation;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Timestamps, in milliseconds since 1970. Stateless. */
final class Times {
    private Times() {}

    /** Streams' own extractor would fail at a record without a timestamp, which some clients can write: for ever. */
    static long of(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    }

    /**
     * For a dead letter: the time of its label, but now where a broker would refuse that, as of the future, or as too old
     * for the topic, with a tenth of what it takes for the way there.
     *
     * @param mostAge milliseconds that a timestamp may be behind the time, at most
     */
    static long kept(long timestamp, long now, long mostAge) {
        boolean isTaken = timestamp >= 0 && timestamp <= now && now - timestamp <= mostAge - mostAge / 10;
        return isTaken ? timestamp : now;
    }
}
