package io.odradek.streamer.health;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.PartitionOffsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/** A broker that knows what a test tells it, nothing at first. Not thread-safe. */
final class FakeKafka implements PartitionOffsets {
    final Map<TopicPartition, Long> committed = new HashMap<>();
    final Map<TopicPartition, Long> starts = new HashMap<>();
    final Map<TopicPartition, Long> ends = new HashMap<>();
    /** Questions for committed offsets and log starts. */
    final AtomicInteger asked = new AtomicInteger();

    boolean away;
    boolean withoutLeaders;

    @Override
    public void ping() {
        require(!away);
    }

    @Override
    public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
        asked.incrementAndGet();
        return of(committed, partitions);
    }

    @Override
    public Map<TopicPartition, Long> starts(Set<TopicPartition> partitions) {
        asked.incrementAndGet();
        return of(starts, partitions);
    }

    @Override
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return of(ends, partitions);
    }

    private Map<TopicPartition, Long> of(Map<TopicPartition, Long> offsets, Set<TopicPartition> partitions) {
        require(!away && !withoutLeaders);
        Map<TopicPartition, Long> wanted = new HashMap<>(offsets);
        wanted.keySet().retainAll(partitions);
        return wanted;
    }

    private static void require(boolean answers) {
        if (!answers) {
            throw new StreamerException("Kafka does not answer within 2000 ms");
        }
    }
}
