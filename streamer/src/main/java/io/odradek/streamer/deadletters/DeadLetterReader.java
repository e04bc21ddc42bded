package io.odradek.streamer.deadletters;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Answers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead-letter topic up to where it ended at the start, committed records only, without a group, so that it
 * leaves no trace. Holds one fetch of at most 8 MiB, or of one larger record. Not thread-safe.
 */
public final class DeadLetterReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FETCH_BYTES = 8 << 20;

    private final String topic;
    private final String bootstrapServers;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Told now and then how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many of so many records have been read; of what is compacted or aborted, fewer will be. */
        void at(long read, long records);
    }

    /** Connects at the first call. @throws StreamerException when Kafka refuses a setting */
    public DeadLetterReader(StreamerConfig config) {
        this.topic = config.topics().deadLetters();
        this.bootstrapServers = config.bootstrapServers();
        try {
            this.consumer =
                    new KafkaConsumer<>(settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }

    /** Reads and counts. @throws StreamerException when there is no such topic, or the broker does not answer */
    public Inspection inspect(Query query, Progress progress) {
        try {
            return read(query, progress);
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /** The value of a letter that was found, null when it has none or retention has removed it since. */
    public byte @Nullable [] value(Letter letter) {
        TopicPartition partition = new TopicPartition(topic, letter.partition());
        try {
            consumer.assign(List.of(partition));
            consumer.resume(consumer.paused());
            consumer.seek(partition, letter.offset());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) <= letter.offset()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() == letter.offset()) {
                        return record.value();
                    }
                }
                giveUpAfter(deadline);
            }
            return null;
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    private Inspection read(Query query, Progress progress) {
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(partitions, ends, query);
        long total = remaining(partitions, ends);
        Inspection.Collector collector = new Inspection.Collector(query);
        Set<TopicPartition> open = new HashSet<>(partitions);
        long left = total;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<TopicPartition> done = open.stream()
                    .filter(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))
                    .collect(Collectors.toSet());
            consumer.pause(done);
            open.removeAll(done);
            if (open.isEmpty()) {
                progress.at(total, total);
                return collector.result(topic);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)) {
                    collector.add(Letter.of(record));
                }
            }
            long now = remaining(open, ends);
            if (now < left) {
                left = now;
                deadline = System.nanoTime() + PATIENCE.toNanos();
                progress.at(total - left, total);
            }
            giveUpAfter(deadline);
        }
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
        if (found == null || found.isEmpty()) {
            throw new StreamerException(
                    "there is no topic " + topic + " at " + bootstrapServers + ": name the right one" + " with "
                            + Setting.DLQ_TOPIC.option() + " (" + Setting.DLQ_TOPIC.key() + ")");
        }
        return found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    }

    /** Offsets by time are a lower bound: dead letters keep their images' timestamps, which need not ascend. */
    private void seek(List<TopicPartition> partitions, Map<TopicPartition, Long> ends, Query query) {
        consumer.seekToBeginning(partitions);
        if (query.from().toEpochMilli() <= 0) {
            return;
        }
        Map<TopicPartition, Long> times = partitions.stream()
                .collect(Collectors.toMap(p -> p, p -> query.from().toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private long remaining(Iterable<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        long sum = 0;
        for (TopicPartition partition : partitions) {
            sum += Math.max(0, ends.getOrDefault(partition, 0L) - consumer.position(partition));
        }
        return sum;
    }

    private void giveUpAfter(long deadline) {
        if (System.nanoTime() > deadline) {
            throw new StreamerException("topic " + topic + " at " + bootstrapServers + " gives nothing more for "
                    + PATIENCE.toSeconds() + " s, before its end: is one of its brokers down?");
        }
    }

    private StreamerException refused(KafkaException e) {
        if (e instanceof AuthenticationException) {
            return Answers.failure(e, bootstrapServers);
        }
        return new StreamerException(
                "topic " + topic + " at " + bootstrapServers + " cannot be read: " + StreamerException.rootCause(e), e);
    }

    private static Map<String, Object> settings(StreamerConfig config) {
        Map<String, Object> all = new HashMap<>(config.kafka());
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        Map<String, Object> settings = new StreamsConfig(all).getRestoreConsumerConfigs("odradek-dlq");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return settings;
    }
}
