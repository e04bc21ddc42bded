package io.odradek.streamer.kit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads predictions as they come, like a user with {@code read_committed}, and notes how long each partition was silent
 * while images flowed into all of them. Thread-safe.
 */
public final class PredictionWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final String bootstrapServers;
    private final Map<Integer, Long> lastArrival = new HashMap<>();
    private final CompletableFuture<Void> reading;
    private final int partitions;
    private volatile boolean stopping;
    private long longestGapNanos;
    private long longestWaitMillis;
    private int arrived;

    public PredictionWatch(String bootstrapServers, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
        this.reading = CompletableFuture.runAsync(this::read);
    }

    /** Forgets what was measured; the silence that a partition is in stays. */
    public synchronized void restart() {
        longestGapNanos = 0;
        longestWaitMillis = 0;
    }

    /** The longest time between two predictions of one partition, or since its last one. */
    public synchronized Duration longestGap() {
        check();
        longestGapNanos = Math.max(longestGapNanos, silence().toNanos());
        return Duration.ofNanos(longestGapNanos);
    }

    /** How long the partition that is silent for the longest time has been silent. */
    public synchronized Duration silence() {
        check();
        long now = System.nanoTime();
        return Duration.ofNanos(lastArrival.values().stream()
                .mapToLong(last -> now - last)
                .max()
                .orElse(0));
    }

    /** The longest time from an image's timestamp to its prediction's arrival here. */
    public synchronized Duration longestWait() {
        check();
        return Duration.ofMillis(longestWaitMillis);
    }

    /** Predictions that arrived. */
    public synchronized int arrived() {
        check();
        return arrived;
    }

    /** Whether every partition has had a prediction. */
    public synchronized boolean hasSeenAll() {
        check();
        return lastArrival.size() == partitions;
    }

    /** What ended the reading ends the test that asks. */
    private void check() {
        if (reading.isCompletedExceptionally()) {
            reading.join();
        }
    }

    private void read() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor("predictions").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!stopping) {
                consumer.poll(POLL).forEach(this::note);
            }
        }
    }

    private synchronized void note(ConsumerRecord<byte[], byte[]> prediction) {
        long now = System.nanoTime();
        Long last = lastArrival.put(prediction.partition(), now);
        longestGapNanos = Math.max(longestGapNanos, last == null ? 0 : now - last);
        longestWaitMillis = Math.max(longestWaitMillis, System.currentTimeMillis() - prediction.timestamp());
        arrived++;
    }

    @Override
    public void close() {
        stopping = true;
        reading.join();
    }
}
