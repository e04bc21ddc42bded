package io.odradek.bench.load;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Times of arrival, as of many clients that know nothing of each other: those between are exponentially distributed. Not
 * thread-safe.
 */
public final class Poisson {
    private static final double NANOS = 1e9;
    private static final long GRAIN_NANOS = 500_000;

    private final Random random;

    /** The same seed gives the same times. */
    public Poisson(long seed) {
        this.random = new Random(seed);
    }

    /** Time from one arrival to the next in nanoseconds, at a rate in arrivals a second. */
    public double nextNanos(double rate) {
        return -Math.log(1 - random.nextDouble()) / rate * NANOS;
    }

    /**
     * Waits until a time of {@link System#nanoTime()}. Not a wake-up for each arrival: at 20,000 images a second that would take
     * a tenth of a core from who is measured.
     */
    public static void await(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(Math.max(left, GRAIN_NANOS));
            left = due - System.nanoTime();
        }
    }
}
