package io.odradek.streamer.replay;

import io.odradek.streamer.history.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Partitions shared among threads. Stateless. */
final class Shares {
    private Shares() {}

    /** At most so many shares, about as large as each other: the largest partition first, each to the smallest share. */
    static List<Map<TopicPartition, Range>> of(Map<TopicPartition, Range> ranges, int most) {
        List<Map<TopicPartition, Range>> shares = new ArrayList<>();
        ranges.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 0)
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().size()))
                .forEach(entry -> {
                    if (shares.size() < most) {
                        shares.add(new HashMap<>());
                    }
                    shares.stream()
                            .min(Comparator.comparingLong(Shares::size))
                            .ifPresent(share -> share.put(entry.getKey(), entry.getValue()));
                });
        return shares;
    }

    /** The first offset of each partition. */
    static Map<TopicPartition, Long> froms(Map<TopicPartition, Range> share) {
        return share.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().from()));
    }

    /** The offset behind the last of each partition. */
    static Map<TopicPartition, Long> ends(Map<TopicPartition, Range> share) {
        return share.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().to()));
    }

    private static long size(Map<TopicPartition, Range> share) {
        return share.values().stream().mapToLong(Range::size).sum();
    }
}
