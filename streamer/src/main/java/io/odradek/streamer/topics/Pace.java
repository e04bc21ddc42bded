package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets records through at a rate: {@link #rest} waits until as much time has passed as those since the last rest may take.
 * What was not used is not saved up. Thread-safe: while one thread rests, the others wait with it.
 */
public final class Pace {
    private final int perSecond;
    private final LongSupplier nanoTime;
    private final LongConsumer sleep;
    private long due; // guarded by this
    private long passed; // guarded by this

    /**
     * A pace whose rests last.
     *
     * @param perSecond records in a second; 0 for no limit
     */
    public Pace(int perSecond) {
        this(perSecond, Pace::sleep);
    }

    /**
     * A pace.
     *
     * @param perSecond records in a second; 0 for no limit
     * @param sleep waits for so many nanoseconds, or less where it is to end
     */
    public Pace(int perSecond, LongConsumer sleep) {
        this(perSecond, System::nanoTime, sleep);
    }

    Pace(int perSecond, LongSupplier nanoTime, LongConsumer sleep) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        this.due = nanoTime.getAsLong();
    }

    /** So many records have passed. */
    public synchronized void passed(long records) {
        passed += records;
    }

    /** Waits where the records came too fast. */
    public synchronized void rest() {
        if (perSecond == 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        // Differences, because the clock may begin anywhere.
        due += Math.max(TimeUnit.SECONDS.toNanos(passed) / perSecond, now - due);
        passed = 0;
        if (due - now > 0) {
            sleep.accept(due - now);
        }
    }

    /** Waits. @throws StreamerException when this thread is interrupted */
    public static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while waiting", e);
        }
    }
}
