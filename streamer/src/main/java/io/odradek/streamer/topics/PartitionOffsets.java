package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What Kafka knows of partitions, and of one group's progress in them. Each question waits for a bounded time. Thread-safe. */
public interface PartitionOffsets {
    /** Returns when Kafka answers anything. @throws StreamerException when it does not */
    void ping();

    /** The committed offset of each of these partitions that has one. @throws StreamerException when Kafka does not answer */
    Map<TopicPartition, Long> committed(Set<TopicPartition> partitions);

    /** The oldest offset of each of these partitions. @throws StreamerException when Kafka does not answer */
    Map<TopicPartition, Long> starts(Set<TopicPartition> partitions);

    /**
     * Where a reader of the images comes to the end, now; a partition whose leader does not answer is left out.
     *
     * @throws StreamerException when none answers
     */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions);
}
