package io.odradek.streamer.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What a consumer returns, for tests that need no broker; and what it and the processor tell {@link Progress}. */
public final class Polls {
    private Polls() {}

    /** Records from one offset up to another, without it. */
    static ConsumerRecords<byte[], byte[]> of(
            TopicPartition partition, long from, long to, LongUnaryOperator timestamp) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            records.add(new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    timestamp.applyAsLong(offset),
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    new byte[0],
                    new byte[0],
                    new RecordHeaders(),
                    Optional.empty()));
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        polled.put(partition, records);
        return new ConsumerRecords<>(polled, Map.of(partition, new OffsetAndMetadata(to)));
    }

    /** The current thread gets a partition. */
    public static void assign(Progress progress, TopicPartition partition) {
        progress.assigned(partition);
    }

    /** The current thread loses a partition. */
    public static void revoke(Progress progress, TopicPartition partition) {
        progress.forget(partition);
    }

    /** The current thread polls images from one offset up to another, without it, all of one time. */
    public static void poll(Progress progress, TopicPartition partition, long from, long to, long timestamp) {
        progress.polled(of(partition, from, to, offset -> timestamp));
    }

    /** The current thread polls, and gets no image: its position moves over markers. */
    public static void skip(Progress progress, TopicPartition partition, long to) {
        progress.polled(new ConsumerRecords<>(Map.of(), Map.of(partition, new OffsetAndMetadata(to))));
    }

    /** The current thread answers the images up to this offset, without it. */
    public static void answer(Progress progress, TopicPartition partition, long from, long to) {
        for (long offset = from; offset < to; offset++) {
            progress.answered(partition, offset);
        }
    }
}
