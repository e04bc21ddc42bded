package io.odradek.streamer.verify;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The account of the images of some ranges: each one that a reader of committed records sees wants one answer, and its
 * partition's answers keep its order. Told first from when on answers are kept, then of all images, then from where on they
 * are whole, then of the answers in the order of each of their partitions. Keeps four bits for each offset, and nothing of a record.
 *
 * <p>Transaction markers, aborted images and compaction leave gaps in the offsets: a gap wants no answer. Not thread-safe.
 */
final class Tally {
    /** Of one partition: what a {@link java.util.BitSet} holds. */
    static final long MOST_OFFSETS = Integer.MAX_VALUE - 64;

    /** The bits of one offset. */
    private static final int BITS = 4;

    /** One part in so many of the heap may be bits. */
    private static final int HEAP_SHARE = 4;

    private final Map<TopicPartition, PartitionTally> partitions =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    private long leastTimestamp = Long.MAX_VALUE;
    private long foreign;
    private long unidentified;

    /** What an answer is. */
    enum Kind {
        PREDICTION,
        DEAD_LETTER
    }

    /**
     * An account of nothing yet.
     *
     * @param heapBytes the largest size of Java's heap
     * @throws ConfigException when its bits would not fit
     */
    Tally(Map<TopicPartition, Range> ranges, long heapBytes) {
        checkRoom(ranges, heapBytes);
        ranges.forEach((partition, range) -> partitions.put(partition, new PartitionTally(partition, range)));
    }

    private static void checkRoom(Map<TopicPartition, Range> ranges, long heapBytes) {
        long offsets = ranges.values().stream().mapToLong(Range::size).sum();
        long room = heapBytes / HEAP_SHARE / BITS * Byte.SIZE;
        if (offsets > room || ranges.values().stream().anyMatch(range -> range.size() > MOST_OFFSETS)) {
            throw new ConfigException("the range has " + offsets + " offsets, allowed with this heap: " + room
                    + ", and " + MOST_OFFSETS
                    + " in a partition: take fewer with --from and --to, or raise -Xmx in JAVA_OPTS");
        }
    }

    /** From which timestamp on, in ms, no answer of this kind is removed: of each, unless told otherwise. */
    void keepsSince(Kind kind, long timestamp) {
        partitions.values().forEach(partition -> partition.keepsSince(kind, timestamp));
    }

    /** Of which partitions of images answers of this kind have been removed, and none is left that is older than the told. */
    void cut(Kind kind, Predicate<TopicPartition> images) {
        partitions.forEach((partition, tally) -> {
            if (images.test(partition)) {
                tally.cut(kind);
            }
        });
    }

    /** Enters an image of one of the ranges. */
    void image(TopicPartition partition, long offset, long timestamp) {
        partition(partition).image(offset, timestamp);
        leastTimestamp = Math.min(leastTimestamp, timestamp);
    }

    /** For each partition the offset from which on neither retention nor compaction removed an image before it was entered. */
    void wholeFrom(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> partition(partition).wholeFrom(offset));
    }

    /**
     * Enters an answer.
     *
     * @param at where it stands
     * @param source what it says that it answers; nothing where it says none
     */
    void answer(Kind kind, TopicPartition at, Optional<Source> source) {
        if (source.isEmpty()) {
            unidentified++;
            return;
        }
        Source image = source.get();
        PartitionTally partition = partitions.get(new TopicPartition(image.topic(), image.partition()));
        if (partition == null) {
            foreign++;
        } else {
            partition.answer(kind, at, image.offset());
        }
    }

    /** No image is older, and so no answer; nothing where there is no image, or one without a timestamp. */
    Optional<Instant> leastTimestamp() {
        return leastTimestamp < 0 || leastTimestamp == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(leastTimestamp));
    }

    /** Each image. */
    void images(Consumer<Source> sink) {
        partitions.values().forEach(partition -> partition.images(sink));
    }

    /** Answers to what is none of these images' partitions. */
    long foreign() {
        return foreign;
    }

    /** Records that say not what they answer. */
    long unidentified() {
        return unidentified;
    }

    /** Answers to images that retention or compaction has removed. */
    long removed() {
        return partitions.values().stream().mapToLong(PartitionTally::removed).sum();
    }

    /**
     * The account so far.
     *
     * @param committed the group's next image of each partition in which it has committed
     */
    List<PartitionAccount> accounts(Map<TopicPartition, Long> committed) {
        return partitions.entrySet().stream()
                .map(entry -> entry.getValue().account(committed.get(entry.getKey())))
                .toList();
    }

    private PartitionTally partition(TopicPartition partition) {
        PartitionTally tally = partitions.get(partition);
        if (tally == null) {
            throw new IllegalArgumentException(partition + " is none of the partitions that are accounted for");
        }
        return tally;
    }
}
