package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the broker knows of one topic and of one group's progress in it. Each call takes 2 s at most. Thread-safe. */
public final class GroupOffsets implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

    private final String group;
    private final String topic;
    private final Admin admin;

    /**
     * Opens a client of its own.
     *
     * @param settings Kafka settings of the admin client
     */
    public GroupOffsets(Map<String, Object> settings, String group, String topic) {
        this.group = group;
        this.topic = topic;
        this.admin = Admin.create(settings);
    }

    /**
     * Asks both questions once, so that connections are open when a stream thread asks; a failure does not matter yet.
     *
     * @param partitions how many, from 0
     */
    public void connect(int partitions) {
        Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
        try {
            committed(all);
            starts(all);
        } catch (StreamerException e) {
            LOG.warn("progress and log starts cannot be asked for: {}", e.getMessage());
        }
    }

    /** The committed offset of each of these partitions that has one. @throws StreamerException when it does not answer */
    public Map<Integer, Long> committed(Set<Integer> partitions) {
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec()
                .topicPartitions(partitions.stream().map(this::of).toList());
        Map<Integer, Long> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(Map.of(group, spec)).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition.partition(), offset.offset());
                    }
                });
        return committed;
    }

    /** The oldest offset of each of these partitions. @throws StreamerException when it does not answer */
    public Map<Integer, Long> starts(Set<Integer> partitions) {
        Map<TopicPartition, OffsetSpec> earliest =
                partitions.stream().collect(Collectors.toMap(this::of, partition -> OffsetSpec.earliest()));
        Map<Integer, Long> starts = new HashMap<>();
        await(admin.listOffsets(earliest).all())
                .forEach((partition, start) -> starts.put(partition.partition(), start.offset()));
        return starts;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private TopicPartition of(int partition) {
        return new TopicPartition(topic, partition);
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StreamerException("Kafka refuses: " + StreamerException.rootCause(e), e);
        } catch (TimeoutException e) {
            throw new StreamerException("Kafka does not answer within " + PATIENCE_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while talking to Kafka", e);
        }
    }
}
