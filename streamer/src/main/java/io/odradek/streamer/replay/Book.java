package io.odradek.streamer.replay;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The answers of all partitions.
 *
 * @param partitions those of each, by number
 * @param byNumber the same
 * @param labels the true ones
 */
record Book(NavigableMap<TopicPartition, Answers> partitions, Map<Integer, Answers> byNumber, Labels labels) {
    /** One part in so many of the heap may be answers. */
    private static final int HEAP_SHARE = 4;

    /**
     * Without an answer.
     *
     * @param ranges of one topic
     * @param labels the true ones, complete
     * @param heapBytes the largest size of Java's heap
     * @throws ConfigException when the answers would not fit
     */
    static Book of(Map<TopicPartition, Range> ranges, Labels labels, long heapBytes) {
        long offsets = ranges.values().stream().mapToLong(Range::size).sum();
        long room = heapBytes / HEAP_SHARE / Answers.bytesPerOffset(!labels.isEmpty());
        if (offsets > room || ranges.values().stream().anyMatch(range -> range.size() > Answers.MOST_OFFSETS)) {
            throw new ConfigException(
                    "the range has " + offsets + " offsets, allowed with this heap: " + room + ", and "
                            + Answers.MOST_OFFSETS
                            + " in a partition: take fewer with --from, --to and --partitions, or raise -Xmx in JAVA_OPTS");
        }
        NavigableMap<TopicPartition, Answers> partitions =
                new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
        Map<Integer, Answers> byNumber = new HashMap<>();
        ranges.forEach((partition, range) -> {
            Answers answers = new Answers(range, !labels.isEmpty());
            partitions.put(partition, answers);
            byNumber.put(partition.partition(), answers);
        });
        return new Book(Collections.unmodifiableNavigableMap(partitions), Map.copyOf(byNumber), labels);
    }

    /** Those of an image's partition; null where it is none of these. The topic is that of all of them. */
    @Nullable
    Answers of(Source image, String topic) {
        return image.topic().equals(topic) ? byNumber.get(image.partition()) : null;
    }

    long classified() {
        return partitions.values().stream().mapToLong(Answers::classified).sum();
    }
}
