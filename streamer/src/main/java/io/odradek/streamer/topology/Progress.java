package io.odradek.streamer.topology;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the images of this instance's partitions are answered. A stream thread tells it what it polled and what it
 * answered; any other thread reads the {@link #places}.
 *
 * <p>An image is answered when its prediction or its dead letter was handed to Kafka's producer. The images that wait are
 * those that were polled and are not answered, each with its timestamp: neither transaction markers nor gaps of compaction
 * are among them. Where none waits, the position says what is done, and the consumer moves it over markers too.
 *
 * <p>Thread-safe, without locks. Each partition is written by its stream thread alone; its figures are published one by
 * one, so a reader may see those of two neighbouring images.
 */
public final class Progress {
    /** The position of a partition of which nothing was polled yet. */
    public static final long NOTHING_POLLED = -1;

    private final Clock clock;
    private final Map<TopicPartition, Partition> partitions = new ConcurrentHashMap<>();
    private final AtomicLong assignments = new AtomicLong();

    /**
     * A partition of this instance.
     *
     * @param assignment another number each time that a stream thread gets it
     * @param thread the stream thread's name
     * @param position what is polled next, or {@link #NOTHING_POLLED}
     * @param waiting images that were polled and are not answered
     * @param oldestMillis the timestamp of the first of them; says nothing when none waits
     * @param answered images that were answered since the thread got it
     */
    public record Place(long assignment, String thread, long position, int waiting, long oldestMillis, long answered) {}

    /** An image that waits. */
    private record Image(long offset, long timestamp) {}

    /**
     * Knows no partition.
     *
     * @param clock stands in where a record has no timestamp
     */
    public Progress(Clock clock) {
        this.clock = clock;
    }

    /** The current thread has this partition from now on. */
    void assigned(TopicPartition partition) {
        Partition unused = mine(partition);
    }

    /** What the consumer of the current thread returned. */
    void polled(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            mine(partition).add(records.records(partition), clock);
        }
        records.nextOffsets().forEach((partition, next) -> mine(partition).moveTo(next.offset()));
    }

    /** The current thread has answered this image, and with it those before it. */
    void answered(TopicPartition partition, long offset) {
        mine(partition).answered(offset);
    }

    /** The current thread no longer has this partition. */
    void forget(TopicPartition partition) {
        partitions.computeIfPresent(partition, (key, one) -> one.isMine() ? null : one);
    }

    /** The current thread has no partition any more. */
    void forgetAll() {
        partitions.values().removeIf(Partition::isMine);
    }

    /** The partitions of this instance, as they are now. */
    public Map<TopicPartition, Place> places() {
        Map<TopicPartition, Place> places = new HashMap<>();
        partitions.forEach((partition, one) -> places.put(partition, one.place()));
        return places;
    }

    /** That of the current thread; where another thread had it and did not say that it lost it, it is taken over. */
    private Partition mine(TopicPartition partition) {
        Partition one = partitions.get(partition);
        if (one == null || !one.isMine()) {
            one = new Partition(assignments.incrementAndGet());
            partitions.put(partition, one);
        }
        return one;
    }

    /** A partition of the thread that made it. */
    private static final class Partition {
        private final Thread owner = Thread.currentThread();
        private final long assignment;
        /** In the order of offsets; of the owner. */
        private final ArrayDeque<Image> images = new ArrayDeque<>();
        // Written by the owner, read by all.
        private final AtomicLong position = new AtomicLong(NOTHING_POLLED);
        private final AtomicLong waiting = new AtomicLong();
        private final AtomicLong oldestMillis = new AtomicLong();
        private final AtomicLong answered = new AtomicLong();

        Partition(long assignment) {
            this.assignment = assignment;
        }

        boolean isMine() {
            return owner == Thread.currentThread();
        }

        void add(List<ConsumerRecord<byte[], byte[]>> records, Clock clock) {
            Image last = images.peekLast();
            if (last != null && last.offset() >= records.get(0).offset()) {
                // Polled again after a reset.
                images.clear();
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                images.add(new Image(record.offset(), record.timestamp() >= 0 ? record.timestamp() : clock.millis()));
            }
            publish();
            moveTo(records.get(records.size() - 1).offset() + 1);
        }

        void moveTo(long offset) {
            position.setRelease(offset);
        }

        void answered(long offset) {
            Image first = images.peekFirst();
            while (first != null && first.offset() <= offset) {
                images.pollFirst();
                first = images.peekFirst();
            }
            answered.setRelease(answered.getPlain() + 1);
            publish();
        }

        private void publish() {
            @Nullable Image first = images.peekFirst();
            if (first != null) {
                oldestMillis.setRelease(first.timestamp());
            }
            waiting.setRelease(images.size());
        }

        Place place() {
            // In this order: what is polled now and not yet among those that wait shows twice rather than not at all.
            long from = position.getAcquire();
            int images = (int) waiting.getAcquire();
            return new Place(
                    assignment, owner.getName(), from, images, oldestMillis.getAcquire(), answered.getAcquire());
        }
    }
}
