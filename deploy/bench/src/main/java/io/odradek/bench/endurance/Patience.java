package io.odradek.bench.endurance;

import io.odradek.quickstart.console.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits for a count, as long as it grows. Stateless. */
final class Patience {
    private static final Duration QUIET = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 10;

    private Patience() {}

    /**
     * Returns when the count has come up to the goal, which may grow too.
     *
     * @param what for people
     * @param look called all the time; what it throws ends the wait
     * @throws Failure when the count has not grown for two minutes
     */
    static void await(String what, LongSupplier count, LongSupplier goal, Runnable look) throws InterruptedException {
        long deadline = System.nanoTime() + QUIET.toNanos();
        long before = count.getAsLong();
        while (before < goal.getAsLong()) {
            look.run();
            if (System.nanoTime() > deadline) {
                throw new Failure(what + ": " + before + " of " + goal.getAsLong() + ", and none more for "
                        + QUIET.toMinutes() + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            long now = count.getAsLong();
            if (now > before) {
                deadline = System.nanoTime() + QUIET.toNanos();
            }
            before = now;
        }
    }

    /** Lets this time pass. */
    static void pass(Duration time, Runnable look) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            look.run();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
