package io.odradek.streamer.history;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.topics.TopicReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of some partitions that lie between two bounds.
 *
 * @param there of each partition, what a reader of committed records can read now
 * @param gone what retention has removed of them, by partition; of an {@link Bound.Edge} nothing can be
 */
public record Ranges(Map<TopicPartition, Range> there, List<Gone> gone) {
    /** Copies both. */
    public Ranges {
        there = Map.copyOf(there);
        gone = List.copyOf(gone);
    }

    /**
     * Asks Kafka.
     *
     * @param from where it begins
     * @param to where it ends, without the image there
     * @throws ConfigException when a bound names a partition that there is not
     */
    public static Ranges of(TopicReader reader, Collection<TopicPartition> partitions, Bound from, Bound to) {
        requirePartitions("--from", from, partitions);
        requirePartitions("--to", to, partitions);
        Map<TopicPartition, Long> starts = reader.starts(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        Map<TopicPartition, Long> wanted = offsets(reader, from, partitions, starts);
        Map<TopicPartition, Long> behind = offsets(reader, to, partitions, ends);
        Map<TopicPartition, Range> there = new HashMap<>();
        List<Gone> gone = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            long start = at(starts, partition);
            long first = Math.max(at(wanted, partition), start);
            long last = Math.min(at(behind, partition), at(ends, partition));
            there.put(partition, new Range(first, Math.max(first, last)));
            if (from instanceof Bound.At) {
                // With the first one that is left: those before it may have been of that time too.
                if (start > 0 && at(wanted, partition) <= start && at(behind, partition) > 0) {
                    gone.add(new Gone(partition, 0, Math.min(start, at(behind, partition)), false));
                }
            } else if (at(wanted, partition) < Math.min(start, at(behind, partition))) {
                gone.add(new Gone(partition, at(wanted, partition), Math.min(start, at(behind, partition)), true));
            }
        }
        return new Ranges(there, gone);
    }

    private static Map<TopicPartition, Long> offsets(
            TopicReader reader, Bound bound, Collection<TopicPartition> partitions, Map<TopicPartition, Long> edges) {
        if (bound instanceof Bound.At moment) {
            return reader.since(partitions, moment.time());
        }
        Map<TopicPartition, Long> offsets = new HashMap<>(edges);
        if (bound instanceof Bound.Offset given) {
            partitions.forEach(partition -> offsets.put(partition, given.offset()));
        } else if (bound instanceof Bound.Offsets given) {
            partitions.forEach(partition -> offsets.computeIfPresent(
                    partition, (p, edge) -> given.byPartition().getOrDefault(p.partition(), edge)));
        }
        return offsets;
    }

    private static void requirePartitions(String option, Bound bound, Collection<TopicPartition> partitions) {
        if (bound instanceof Bound.Offsets given) {
            List<Integer> numbers = partitions.stream()
                    .map(TopicPartition::partition)
                    .distinct()
                    .sorted()
                    .toList();
            given.byPartition().keySet().stream()
                    .filter(number -> !numbers.contains(number))
                    .sorted()
                    .findFirst()
                    .ifPresent(number -> {
                        throw new ConfigException(option + " names partition " + number + ", allowed: "
                                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")));
                    });
        }
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
