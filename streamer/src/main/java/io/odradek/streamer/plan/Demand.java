package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Allowed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param rate images a second at the busiest time, 0.001 to 1e9
 * @param p99 what 99 of 100 images may take at most, 1 us to 1 h; null: not asked
 * @param headroom share of the capacity that is kept free, 0.05 to 0.9
 * @param threadsPerReplica stream threads of one replica, 1 to 256
 * @param imageBytes of an image, 1 to 1e9
 * @param replication replicas of each partition, 1 to 100
 */
public record Demand(
        double rate,
        @Nullable Duration p99,
        double headroom,
        int threadsPerReplica,
        double imageBytes,
        int replication) {
    /**
     * With it, where one of three or more replicas is lost, the busiest thread of the others has 0.6 x 3 / 2 = 0.9 of what
     * it can do, and what waits after an outage is done in 0.6 / 0.4 = 1.5 times the outage.
     */
    public static final double DEFAULT_HEADROOM = 0.4;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofNanos(1_000);

    /** Checks. @throws IllegalArgumentException names the option, its value and what is allowed */
    public Demand {
        Allowed.range("--rate", rate, 0.001, 1e9);
        if (p99 != null && (p99.compareTo(SHORTEST) < 0 || p99.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "--p99 is " + Allowed.plain(p99.toNanos() / NANOS_PER_MILLI) + " ms, allowed: 0.001 to 3600000 ms");
        }
        Allowed.range("--headroom", headroom, 0.05, 0.9);
        Allowed.range("--threads-per-replica", threadsPerReplica, 1, 256);
        Allowed.range("--image-bytes", imageBytes, 1, 1e9);
        Allowed.range("--replication", replication, 1, 100);
    }

    /** The objective in milliseconds, or null. */
    public @Nullable Double p99Millis() {
        return p99 == null ? null : p99.toNanos() / NANOS_PER_MILLI;
    }
}
