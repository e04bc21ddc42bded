package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions up to an end, committed records only, without a group, so that it leaves no trace. Holds one fetch.
 * What Kafka refuses is a {@link StreamerException} that names the topics. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final Consumer<byte[], byte[]> consumer;

    /** Told after each poll how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many of so many records have been read; of what is compacted or aborted, fewer will be. */
        void at(long read, long records);

        /** Retention has removed these while they were to be read: {@code from} to {@code to}, without the last. */
        default void removed(TopicPartition partition, long from, long to) {}

        /** Whether to read no further; asked before each poll. */
        default boolean isStopped() {
            return false;
        }
    }

    /**
     * Connects at the first call.
     *
     * @param fetchBytes how much is fetched at once, or one larger batch
     * @throws StreamerException when Kafka refuses a setting
     */
    public TopicReader(KafkaClients clients, int fetchBytes) {
        this(clients.bootstrapServers(), clients.reader(fetchBytes));
    }

    TopicReader(String bootstrapServers, Consumer<byte[], byte[]> consumer) {
        this.bootstrapServers = bootstrapServers;
        this.consumer = consumer;
    }

    /**
     * The partitions of a topic.
     *
     * @param option which names the topic, for a complaint
     * @throws StreamerException when there is no such topic
     */
    public List<TopicPartition> partitions(String topic, String option) {
        List<PartitionInfo> found = ask("topic " + topic, () -> consumer.partitionsFor(topic, PATIENCE));
        if (found == null || found.isEmpty()) {
            throw new StreamerException(
                    "there is no topic " + topic + " at " + bootstrapServers + ": name the right one with " + option);
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** The oldest offset of each. */
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return assigned(partitions, () -> consumer.beginningOffsets(partitions));
    }

    /** Where a reader of committed records comes to the end of each, now. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return assigned(partitions, () -> consumer.endOffsets(partitions));
    }

    /**
     * The first offset of each whose timestamp is not older than a time, the end where there is none. A lower bound:
     * timestamps need not ascend.
     */
    public Map<TopicPartition, Long> since(Collection<TopicPartition> partitions, Instant time) {
        // Kafka refuses times before 1970.
        long millis = Math.max(0, time.toEpochMilli());
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> millis));
        Map<TopicPartition, Long> since = new HashMap<>(ends(partitions));
        Map<TopicPartition, OffsetAndTimestamp> found = assigned(partitions, () -> consumer.offsetsForTimes(times));
        found.forEach((partition, first) -> {
            if (first != null) {
                since.put(partition, first.offset());
            }
        });
        return since;
    }

    /**
     * Reads each partition from one offset up to another. Where retention removed records meanwhile it goes on with the
     * oldest that is left.
     *
     * @param from the first offset of each partition
     * @param ends behind the last one, of the same partitions
     * @throws StreamerException when the broker does not answer, or a partition ends sooner than it did
     */
    public void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink,
            Progress progress) {
        boolean unused = ask(topics(from.keySet()), () -> {
            consumer.assign(from.keySet());
            consumer.resume(consumer.paused());
            from.forEach(consumer::seek);
            readOn(ends, sink, progress);
            return true;
        });
    }

    /** The record at an offset; null where retention or compaction has removed it. */
    public @Nullable ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        read(Map.of(partition, offset), Map.of(partition, offset + 1), found::add, (read, records) -> {});
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    private void readOn(
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink,
            Progress progress) {
        Set<TopicPartition> open = new HashSet<>(ends.keySet());
        long total = remaining(open, ends);
        long left = total;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!progress.isStopped()) {
            Set<TopicPartition> done = open.stream()
                    .filter(partition -> consumer.position(partition) >= end(partition, ends))
                    .collect(Collectors.toSet());
            consumer.pause(done);
            open.removeAll(done);
            if (open.isEmpty()) {
                progress.at(total, total);
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : poll(progress)) {
                if (record.offset() < end(new TopicPartition(record.topic(), record.partition()), ends)) {
                    sink.accept(record);
                }
            }
            long now = remaining(open, ends);
            if (now < left) {
                left = now;
                progress.at(total - left, total);
                // Behind it: who is told may take a rest.
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            giveUpAfter(deadline, open);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Progress progress) {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(e.partitions());
            e.offsetOutOfRangePartitions()
                    .forEach((partition, at) -> goOn(partition, at, end(partition, starts), progress));
            return ConsumerRecords.empty();
        }
    }

    private void goOn(TopicPartition partition, long at, long start, Progress progress) {
        if (start <= at) {
            throw new StreamerException(partition + " at " + bootstrapServers + " ends before " + at
                    + ", where it went on before: has a broker lost records?");
        }
        progress.removed(partition, at, start);
        consumer.seek(partition, start);
    }

    private long remaining(Iterable<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        long sum = 0;
        for (TopicPartition partition : partitions) {
            sum += Math.max(0, end(partition, ends) - consumer.position(partition));
        }
        return sum;
    }

    private static long end(TopicPartition partition, Map<TopicPartition, Long> ends) {
        return ends.getOrDefault(partition, 0L);
    }

    private void giveUpAfter(long deadline, Collection<TopicPartition> open) {
        if (System.nanoTime() > deadline) {
            throw new StreamerException(topics(open) + " at " + bootstrapServers + " gives nothing more for "
                    + PATIENCE.toSeconds() + " s, before its end: is one of its brokers down?");
        }
    }

    /** Kafka's client warns of each partition that it is asked about and does not have. */
    private <T> T assigned(Collection<TopicPartition> partitions, Supplier<T> question) {
        return ask(topics(partitions), () -> {
            consumer.assign(partitions);
            return question.get();
        });
    }

    private <T> T ask(String topics, Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw e instanceof AuthenticationException
                    ? Answers.failure(e, bootstrapServers)
                    : new StreamerException(
                            topics + " at " + bootstrapServers + " cannot be read: " + StreamerException.rootCause(e),
                            e);
        }
    }

    private static String topics(Collection<TopicPartition> partitions) {
        return "topic "
                + partitions.stream()
                        .map(TopicPartition::topic)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" or "));
    }
}
