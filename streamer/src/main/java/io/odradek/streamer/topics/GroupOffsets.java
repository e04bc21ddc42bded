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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers, with a client of its own. Each question takes 2 s at most. Thread-safe. */
public final class GroupOffsets implements PartitionOffsets, AutoCloseable {
    private static final int PATIENCE_MILLIS = 2_000;

    private static final String CLIENT = "odradek-watch";

    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

    private final String group;
    private final IsolationLevel isolation;
    private final Admin admin;

    private GroupOffsets(Admin admin, String group, IsolationLevel isolation) {
        this.admin = admin;
        this.group = group;
        this.isolation = isolation;
    }

    /**
     * Opens a client. Where the images end depends on whether their readers wait for transactions.
     *
     * @throws StreamerException when Kafka refuses its settings, or it finds no token to log in with
     */
    public static GroupOffsets of(StreamsConfig settings, String group) {
        Object level = settings.getMainConsumerConfigs(group, CLIENT, 0).get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        return new GroupOffsets(
                client(settings.getAdminConfigs(CLIENT)),
                group,
                String.valueOf(level).equals(IsolationLevel.READ_COMMITTED.toString())
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED);
    }

    private static Admin client(Map<String, Object> settings) {
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }

    /** Asks two of the questions once, so that connections are open when a stream thread asks; a failure does not matter yet. */
    public void connect(Set<TopicPartition> partitions) {
        try {
            committed(partitions);
            starts(partitions);
        } catch (StreamerException e) {
            LOG.warn("progress and log starts cannot be asked for: {}", e.getMessage());
        }
    }

    @Override
    public void ping() {
        await(admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                .clusterId());
    }

    @Override
    public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        Map<TopicPartition, Long> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(
                                Map.of(group, spec), new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
                        .partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    @Override
    public Map<TopicPartition, Long> starts(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        await(list(partitions, OffsetSpec.earliest()).all())
                .forEach((partition, start) -> starts.put(partition, start.offset()));
        return starts;
    }

    @Override
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        ListOffsetsResult answers = list(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> ends = new HashMap<>();
        StreamerException last = null;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (TopicPartition partition : partitions) {
            try {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                ends.put(
                        partition,
                        await(answers.partitionResult(partition), Math.max(0, left))
                                .offset());
            } catch (StreamerException e) {
                last = e;
            }
        }
        if (last != null && ends.isEmpty()) {
            throw last;
        }
        return ends;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private ListOffsetsResult list(Set<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)),
                new ListOffsetsOptions(isolation).timeoutMs(PATIENCE_MILLIS));
    }

    /** The client gives up at the same time, so that nothing is left behind. */
    private static <T> T await(KafkaFuture<T> answer) {
        return await(answer, PATIENCE_MILLIS);
    }

    private static <T> T await(KafkaFuture<T> answer, long millis) {
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
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
