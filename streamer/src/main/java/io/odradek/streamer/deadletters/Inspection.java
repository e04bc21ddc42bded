package io.odradek.streamer.deadletters;

import io.odradek.streamer.message.ReplayMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was found.
 *
 * @param topic the dead-letter topic
 * @param total dead letters that count
 * @param replayed those of them that were sent again
 * @param reasons the most frequent first
 * @param newest the preview, the newest first
 */
public record Inspection(String topic, long total, long replayed, List<ReasonCount> reasons, List<Letter> newest) {
    /**
     * Dead letters of one reason.
     *
     * @param reason as in {@link Letter#reason}
     * @param count how many, at least 1
     * @param first the oldest timestamp
     * @param last the newest timestamp
     */
    public record ReasonCount(String reason, long count, Instant first, Instant last) {
        ReasonCount and(ReasonCount other) {
            return new ReasonCount(
                    reason,
                    count + other.count,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Collects one; keeps no value, and no more letters than are to be shown. Not thread-safe. */
    static final class Collector {
        private final Query query;
        private final Map<String, ReasonCount> reasons = new LinkedHashMap<>();
        private final PriorityQueue<Letter> newest = new PriorityQueue<>(Letter.OLDEST_FIRST);
        /** The first offset of each partition that was read. */
        private final Map<Integer, Long> firsts = new HashMap<>();

        private long replayed;

        Collector(Query query) {
            this.query = query;
        }

        /** Enters a record where it counts; told of each partition in the order of its offsets. */
        void add(ConsumerRecord<byte[], byte[]> record) {
            firsts.putIfAbsent(record.partition(), record.offset());
            if (ReplayMark.is(record.headers())) {
                ReplayMark.of(record.headers()).ifPresent(mark -> add(record.partition(), mark));
            } else if (query.range().contains(record.partition(), record.offset(), record.timestamp())) {
                add(Letter.of(record));
            }
        }

        /** A mark counts where its letter was read, and does. */
        private void add(int partition, ReplayMark mark) {
            if (mark.offset() >= firsts.getOrDefault(partition, 0L)
                    && query.range().contains(partition, mark.offset(), mark.timestamp())) {
                replayed++;
            }
        }

        void add(Letter letter) {
            reasons.merge(
                    letter.reason(),
                    new ReasonCount(letter.reason(), 1, letter.time(), letter.time()),
                    ReasonCount::and);
            if (query.reasons().isEmpty() || query.reasons().contains(letter.reason())) {
                newest.add(letter);
                if (newest.size() > query.limit()) {
                    newest.remove();
                }
            }
        }

        Inspection result(String topic) {
            List<ReasonCount> counts = new ArrayList<>(reasons.values());
            counts.sort(Comparator.comparingLong(ReasonCount::count).reversed().thenComparing(ReasonCount::reason));
            List<Letter> letters = new ArrayList<>(newest);
            letters.sort(Letter.OLDEST_FIRST.reversed());
            long total = counts.stream().mapToLong(ReasonCount::count).sum();
            return new Inspection(topic, total, replayed, counts, letters);
        }
    }
}
