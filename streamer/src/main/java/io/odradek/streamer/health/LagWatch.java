package io.odradek.streamer.health;

import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.topics.PartitionOffsets;
import io.odradek.streamer.topology.Progress;
import io.odradek.streamer.topology.Progress.Place;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The images of this instance's partitions that are not answered, and the age of the oldest; of an evaluation, the
 * predictions and labels that are not committed.
 *
 * <p>Images that were polled are known one by one, with their timestamps. For the others, {@link #look} asks Kafka now and
 * then for the partitions' ends; offsets from the position to the end count, without those that retention removed. So
 * markers, aborted images and gaps of compaction count as images until the consumer has passed them. While Kafka does not
 * answer, the last end that it told is taken. Where nothing was polled yet, the position is what the group has committed,
 * or the oldest offset. Where the oldest image was not polled, its age is at least the time since an end behind it was
 * seen first, and that time is told. No figure is ever negative.
 *
 * <p>Thread-safe; one thread looks. A report asks nobody.
 */
final class LagWatch {
    private static final double MILLIS = 1_000;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Map<TopicPartition, Place>> source;
    private final Collection<String> topics;
    private final Clock clock;
    private final LongSupplier nanoTime;
    /** What was seen of each partition; written by the thread that looks. */
    private final Map<TopicPartition, Seen> seen = new ConcurrentHashMap<>();

    /**
     * A partition at the last look.
     *
     * @param assignment to which it belongs; nothing of it counts for a later one
     * @param base what the group had committed, or 0; counts where nothing was polled
     * @param start the oldest offset, or 0 where nobody asked for it
     * @param end the offset behind the last image
     * @param at when this end was seen
     * @param mark an end behind what is next, the one that was seen first
     * @param markedAt when that was
     */
    private record Seen(long assignment, long base, long start, long end, long at, long mark, long markedAt) {
        /** What comes next of it. */
        long next(Place place) {
            return Math.max(start, place.position() == Progress.NOTHING_POLLED ? base : place.position());
        }

        /** The same, with this mark. */
        Seen marked(long otherMark, long otherMarkedAt) {
            return new Seen(assignment, base, start, end, at, otherMark, otherMarkedAt);
        }

        /** Images that were not polled. */
        long behind(Place place) {
            return Math.max(0, end - next(place));
        }
    }

    /**
     * Has seen nothing.
     *
     * @param source how far the partitions of this instance are answered
     * @param topics of images
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    LagWatch(
            Supplier<Map<TopicPartition, Place>> source,
            Collection<String> topics,
            Clock clock,
            LongSupplier nanoTime) {
        this.source = source;
        this.topics = List.copyOf(topics);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Asks Kafka for what is new. @throws StreamerException when it does not answer: what is known stays */
    void look(PartitionOffsets kafka) {
        Map<TopicPartition, Place> places = source.get();
        seen.keySet().retainAll(places.keySet());
        if (places.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = kafka.ends(places.keySet());
        long now = nanoTime.getAsLong();
        places.keySet().retainAll(ends.keySet());
        Map<TopicPartition, Long> bases = bases(places, ends, kafka);
        Map<TopicPartition, Long> starts = starts(places, ends, bases, kafka);
        places.forEach((partition, place) -> {
            Seen before = before(partition, place);
            long end = ends.getOrDefault(partition, 0L);
            Seen fresh = new Seen(
                    place.assignment(),
                    bases.getOrDefault(partition, 0L),
                    starts.getOrDefault(partition, 0L),
                    end,
                    now,
                    end,
                    now);
            seen.put(
                    partition,
                    before == null || before.mark() <= fresh.next(place)
                            ? fresh
                            : fresh.marked(before.mark(), before.markedAt()));
        });
    }

    /** Where this instance begins in those partitions of which nothing was polled; asked for until it is at the end. */
    private Map<TopicPartition, Long> bases(
            Map<TopicPartition, Place> places, Map<TopicPartition, Long> ends, PartitionOffsets kafka) {
        Map<TopicPartition, Long> bases = new HashMap<>();
        Set<TopicPartition> unknown = new HashSet<>();
        places.forEach((partition, place) -> {
            if (place.position() == Progress.NOTHING_POLLED) {
                Seen before = before(partition, place);
                long base = before == null ? 0 : before.base();
                bases.put(partition, base);
                if (base < ends.getOrDefault(partition, 0L)) {
                    unknown.add(partition);
                }
            }
        });
        if (!unknown.isEmpty()) {
            bases.putAll(kafka.committed(unknown));
        }
        return bases;
    }

    /** Asked for where there is something to be read: retention may remove it meanwhile. */
    private static Map<TopicPartition, Long> starts(
            Map<TopicPartition, Place> places,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> bases,
            PartitionOffsets kafka) {
        Set<TopicPartition> behind = places.entrySet().stream()
                .filter(one -> bases.getOrDefault(one.getKey(), one.getValue().position())
                        < ends.getOrDefault(one.getKey(), 0L))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return behind.isEmpty() ? Map.of() : kafka.starts(behind);
    }

    /** Of each topic of images, in their order. */
    Map<String, HealthReport.Lag> report() {
        Map<TopicPartition, Place> places = source.get();
        Map<String, HealthReport.Lag> lags = new LinkedHashMap<>();
        for (String topic : topics) {
            lags.put(topic, report(topic, places));
        }
        return lags;
    }

    /** Of one of the topics of images. */
    HealthReport.Lag report(String topic) {
        return report(topic, source.get());
    }

    private HealthReport.Lag report(String topic, Map<TopicPartition, Place> places) {
        List<Integer> partitions = new ArrayList<>();
        long records = 0;
        double seconds = 0;
        for (Map.Entry<TopicPartition, Place> one : places.entrySet()) {
            if (one.getKey().topic().equals(topic)) {
                Place place = one.getValue();
                Seen known = before(one.getKey(), place);
                partitions.add(one.getKey().partition());
                records += place.waiting() + (known == null ? 0 : known.behind(place));
                seconds = Math.max(seconds, age(place, known));
            }
        }
        Collections.sort(partitions);
        return new HealthReport.Lag(records, seconds, partitions);
    }

    /** Of the oldest image that is not answered, in seconds. */
    private double age(Place place, @Nullable Seen known) {
        if (place.waiting() > 0) {
            return (clock.millis() - place.oldestMillis()) / MILLIS;
        }
        if (known == null || known.behind(place) == 0) {
            return 0;
        }
        long since = known.next(place) < known.mark() ? known.markedAt() : known.at();
        return (nanoTime.getAsLong() - since) / NANOS;
    }

    private @Nullable Seen before(TopicPartition partition, Place place) {
        Seen one = seen.get(partition);
        return one == null || one.assignment() != place.assignment() ? null : one;
    }
}
