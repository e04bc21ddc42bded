package io.odradek.streamer.topology;

import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.metrics.TimestampOrigin;
import io.odradek.streamer.metrics.TraceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches without a buffer of our own. Kafka Streams commits every record whose {@code process} returned, so a processor
 * that collects records loses them in a crash. But the records that will come next are known: the consumer has just
 * returned them, and they wait in Streams' queues.
 *
 * <p>An interceptor of the consumer calls {@link #remember} with each poll; only references are kept. When the processor
 * asks for the {@link #outcome} of a record, that record and the remembered ones that follow, across partitions, are
 * classified in one call, and the others' outcomes wait until the processor asks. Each record is still answered inside
 * its own {@code process}.
 *
 * <p>Never needed for correctness: a record that is not remembered is classified alone. What keeps it right:
 *
 * <ul>
 *   <li>an outcome is given only to the very {@code byte[]} it was made from, so that nothing stale matches after records
 *       are polled again;
 *   <li>asking for offset n drops what is below n, and keeps n itself: it may be asked for again;
 *   <li>images of different models never share a batch;
 *   <li>only topics of images are remembered, and a partition is forgotten when its task closes.
 * </ul>
 *
 * <p>Thread-safe; each stream thread has its own state, because its consumer and its processors run on it alone.
 */
public final class ReadAhead {
    /**
     * More than Streams holds by default for a thread with fewer than 100 partitions. Beyond it everything is forgotten:
     * always safe, but slow.
     */
    private static final int MAX_REMEMBERED = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    /** The model of each topic of images; images of one model go together. */
    private final Map<String, String> models;

    private final int batchMax;
    private final Map<Thread, Remembered> threads = new ConcurrentHashMap<>();
    /** Outcomes of an older one do not count. */
    private final AtomicInteger generation = new AtomicInteger();

    /**
     * Remembers nothing yet.
     *
     * @param models the name of the model for each topic of images
     * @param batchMax images in one call of a model, at least 1
     */
    public ReadAhead(Map<String, String> models, int batchMax) {
        this.models = Map.copyOf(models);
        this.batchMax = batchMax;
    }

    /**
     * Remembers what the consumer of the current thread returned.
     *
     * @param isBacklog whether it returned so much that more waits behind
     */
    void remember(ConsumerRecords<byte[], byte[]> polled, boolean isBacklog) {
        Remembered remembered = threads.computeIfAbsent(Thread.currentThread(), t -> new Remembered(models));
        if (remembered.size + polled.count() > MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.isBacklog = isBacklog;
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();
        for (TopicPartition partition : polled.partitions()) {
            if (models.containsKey(partition.topic())) {
                remembered.add(partition, polled.records(partition), nanos, millis);
            }
        }
    }

    /** The bytes of the images that the current thread has polled and was not asked for yet. */
    public long waitingBytes() {
        Remembered remembered = threads.get(Thread.currentThread());
        return remembered == null ? 0 : remembered.bytes;
    }

    /**
     * Whether the current thread has been asked for everything that it remembers and will poll next, and no backlog waits
     * there.
     */
    boolean isDrained() {
        Remembered remembered = threads.get(Thread.currentThread());
        return remembered != null && remembered.left == 0 && !remembered.isBacklog;
    }

    /** Forgets a partition for the current thread. */
    void forget(TopicPartition partition) {
        Remembered remembered = threads.get(Thread.currentThread());
        if (remembered != null) {
            remembered.remove(partition);
        }
    }

    /**
     * From now on every outcome is made anew, by the model that is live then: what was classified before a pause must not
     * be answered after it with an old model. From any thread.
     */
    public void renew() {
        generation.incrementAndGet();
    }

    /** Forgets everything of the current thread. */
    void forgetAll() {
        threads.remove(Thread.currentThread());
    }

    /**
     * The outcome of one record, from an earlier batch, from a new one, or alone.
     *
     * @throws IllegalStateException when the record cannot even be classified alone
     */
    Outcome outcome(
            TopicPartition partition,
            long offset,
            byte @Nullable [] value,
            Headers headers,
            BatchClassifier classifier) {
        Remembered remembered = threads.get(Thread.currentThread());
        Entry entry = remembered == null ? null : remembered.find(partition, offset, value);
        if (remembered == null || entry == null) {
            classifier.metrics().readAhead(false);
            return classifier
                    .classify(
                            List.of(classifier.image(partition.topic(), partition.partition(), offset, value, headers)))
                    .get(0);
        }
        classifier.metrics().readAhead(true);
        remembered.drop(generation.get());
        if (entry.outcome == null && !entry.alone) {
            classify(remembered.batch(partition, classifier.batchLimit(batchMax)), classifier);
        }
        return entry.outcome == null ? alone(entry, classifier) : entry.outcome;
    }

    private void classify(List<Entry> batch, BatchClassifier classifier) {
        long now = System.nanoTime();
        List<BatchClassifier.Image> images = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            images.add(entry.image(classifier));
        }
        List<Outcome> outcomes;
        try {
            outcomes = classifier.classify(images);
        } catch (IllegalStateException e) {
            if (batch.size() == 1) {
                throw e;
            }
            // One of them may be at fault, or the number: none of them is tried in a batch again.
            LOG.warn("a batch of {} failed, its images go alone: {}", batch.size(), e.getMessage());
            classifier.metrics().batchFailed();
            batch.forEach(entry -> entry.alone = true);
            return;
        }
        // Those behind them come with a later batch.
        for (int i = 0; i < outcomes.size(); i++) {
            Entry entry = batch.get(i);
            entry.outcome = outcomes.get(i);
            entry.record(classifier.metrics(), now, outcomes.get(i).step().traceId());
        }
    }

    private static Outcome alone(Entry entry, BatchClassifier classifier) {
        long now = System.nanoTime();
        Outcome outcome = classifier.classify(List.of(entry.image(classifier))).get(0);
        entry.record(classifier.metrics(), now, outcome.step().traceId());
        return outcome;
    }

    /** A record that was polled and not yet left behind. */
    private static final class Entry {
        private final ConsumerRecord<byte[], byte[]> record;
        private final long polledNanos;
        private final long polledMillis;
        private @Nullable Outcome outcome;
        private boolean alone;
        private boolean asked;

        Entry(ConsumerRecord<byte[], byte[]> record, long polledNanos, long polledMillis) {
            this.record = record;
            this.polledNanos = polledNanos;
            this.polledMillis = polledMillis;
        }

        int bytes() {
            return record.value() == null ? 0 : record.value().length;
        }

        /** How long it waited, in Kafka and here. */
        void record(ModelMetrics metrics, long now, @Nullable TraceId trace) {
            if (record.timestamp() >= 0) {
                metrics.polled(polledMillis - record.timestamp(), origin(record.timestampType()));
            }
            metrics.waitedForInference(now - polledNanos, trace);
        }

        private static TimestampOrigin origin(TimestampType type) {
            return type == TimestampType.LOG_APPEND_TIME ? TimestampOrigin.APPEND : TimestampOrigin.CREATE;
        }

        BatchClassifier.Image image(BatchClassifier classifier) {
            return classifier.image(
                    record.topic(), record.partition(), record.offset(), record.value(), record.headers());
        }
    }

    /** The state of one stream thread; confined to it. */
    private static final class Remembered {
        /** In the order in which partitions were first seen; each queue in offset order. */
        private final Map<TopicPartition, ArrayDeque<Entry>> partitions = new LinkedHashMap<>();

        private final Map<String, String> models;
        private int size;
        /** Entries that were not asked for yet, and their bytes. */
        private int left;

        private long bytes;
        private boolean isBacklog;
        private int generation;

        Remembered(Map<String, String> models) {
            this.models = models;
        }

        /** Drops outcomes when they are of an older generation. */
        void drop(int newest) {
            if (generation != newest) {
                generation = newest;
                partitions.values().forEach(queue -> queue.forEach(entry -> entry.outcome = null));
            }
        }

        void add(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long nanos, long millis) {
            ArrayDeque<Entry> queue = partitions.computeIfAbsent(partition, p -> new ArrayDeque<>());
            Entry last = queue.peekLast();
            if (last != null
                    && !records.isEmpty()
                    && last.record.offset() >= records.get(0).offset()) {
                // Polled again after a reset.
                queue.forEach(this::dropped);
                queue.clear();
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Entry entry = new Entry(record, nanos, millis);
                queue.add(entry);
                bytes += entry.bytes();
            }
            size += records.size();
            left += records.size();
        }

        private void dropped(Entry entry) {
            size--;
            asked(entry);
        }

        private void asked(Entry entry) {
            if (!entry.asked) {
                entry.asked = true;
                left--;
                bytes -= entry.bytes();
            }
        }

        /** The entry of exactly this value at this offset; what lies before it is left behind. */
        @Nullable
        Entry find(TopicPartition partition, long offset, byte @Nullable [] value) {
            ArrayDeque<Entry> queue = partitions.get(partition);
            if (queue == null) {
                return null;
            }
            Entry first = queue.peekFirst();
            while (first != null && first.record.offset() < offset) {
                queue.pollFirst();
                dropped(first);
                first = queue.peekFirst();
            }
            if (first == null || first.record.offset() != offset || first.record.value() != value) {
                return null;
            }
            asked(first);
            return first;
        }

        /** Entries without an outcome: those of {@code partition} first, then others' of its model, at most {@code max}. */
        List<Entry> batch(TopicPartition partition, int max) {
            List<Entry> batch = new ArrayList<>(max);
            collect(partitions.get(partition), batch, max);
            String model = models.get(partition.topic());
            for (Map.Entry<TopicPartition, ArrayDeque<Entry>> other : partitions.entrySet()) {
                if (batch.size() >= max) {
                    break;
                }
                if (!other.getKey().equals(partition)
                        && Objects.equals(models.get(other.getKey().topic()), model)) {
                    collect(other.getValue(), batch, max);
                }
            }
            return batch;
        }

        private static void collect(@Nullable ArrayDeque<Entry> queue, List<Entry> batch, int max) {
            if (queue != null) {
                for (Entry entry : queue) {
                    if (batch.size() >= max) {
                        return;
                    }
                    if (entry.outcome == null && !entry.alone) {
                        batch.add(entry);
                    }
                }
            }
        }

        void remove(TopicPartition partition) {
            ArrayDeque<Entry> queue = partitions.remove(partition);
            if (queue != null) {
                queue.forEach(this::dropped);
            }
        }

        void clear() {
            partitions.clear();
            size = 0;
            left = 0;
            bytes = 0;
        }
    }
}
