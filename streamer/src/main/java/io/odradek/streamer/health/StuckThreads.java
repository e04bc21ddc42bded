package io.odradek.streamer.health;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Finds a stream thread that has not polled for too long. One that answers images is not stuck: Kafka Streams works off
 * what it holds before it polls again, and that may take minutes with slow images. Nor is one that waits for a Kafka that
 * is silent: its time counts from Kafka's return. A thread that has not polled at all is being started. And a look must find
 * it twice: after the whole process stood still, each thread looks stuck until it has run again.
 *
 * <p>Used by one thread.
 */
final class StuckThreads {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double limitSeconds;
    private final LongSupplier nanoTime;
    private final Map<String, Mark> marks = new HashMap<>();
    /** Those that the last look found. */
    private Set<String> suspects = Set.of();

    /** How many images a thread has answered, and when that was seen first. */
    private record Mark(long answered, long at) {}

    /**
     * A thread that is stuck.
     *
     * @param thread its full name
     * @param seconds for how long
     */
    record Stuck(String thread, double seconds) {}

    /** @param nanoTime a clock as {@link System#nanoTime} */
    StuckThreads(double limitSeconds, LongSupplier nanoTime) {
        this.limitSeconds = limitSeconds;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at them, to be called every few seconds.
     *
     * @param threads the stream threads
     * @param answered how many images each has answered, by its name; may begin anew when it gets other partitions
     * @param kafkaAnswersSeconds for how long Kafka has been answering
     * @return the one that has been stuck for longest
     */
    Optional<Stuck> look(Collection<Polling> threads, Map<String, Long> answered, double kafkaAnswersSeconds) {
        long now = nanoTime.getAsLong();
        marks.keySet().retainAll(threads.stream().map(Polling::thread).collect(Collectors.toSet()));
        Set<String> found = new HashSet<>();
        Stuck worst = new Stuck("", limitSeconds);
        for (Polling thread : threads) {
            long count = answered.getOrDefault(thread.thread(), 0L);
            Mark mark = marks.merge(
                    thread.thread(),
                    new Mark(count, now),
                    (before, fresh) -> before.answered() == fresh.answered() ? before : fresh);
            double unanswered = (now - mark.at()) / NANOS;
            double seconds = Math.min((double) thread.lastPollSeconds(), Math.min(unanswered, kafkaAnswersSeconds));
            if (seconds > limitSeconds) {
                found.add(thread.thread());
            }
            if (seconds > worst.seconds() && suspects.contains(thread.thread())) {
                worst = new Stuck(thread.thread(), seconds);
            }
        }
        suspects = found;
        return worst.thread().isEmpty() ? Optional.empty() : Optional.of(worst);
    }
}
