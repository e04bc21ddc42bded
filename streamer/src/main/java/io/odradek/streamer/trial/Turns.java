package io.odradek.streamer.trial;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** One image at a time, and in the long run two a second; four at once after a rest. Thread-safe. */
public final class Turns {
    private static final double PER_NANO = 2e-9;
    private static final double BURST = 4;

    private final LongSupplier nanoTime;
    private final Semaphore free = new Semaphore(1);
    private double saved = BURST; // guarded by this
    private long counted; // guarded by this

    /** @param nanoTime a clock as {@link System#nanoTime} */
    public Turns(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counted = nanoTime.getAsLong();
    }

    /** A turn, unless another one is taken or there were too many. */
    public Optional<Turn> take() {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        if (!spend()) {
            free.release();
            return Optional.empty();
        }
        return Optional.of(new Turn());
    }

    private synchronized boolean spend() {
        long now = nanoTime.getAsLong();
        saved = Math.min(BURST, saved + (now - counted) * PER_NANO);
        counted = now;
        if (saved < 1) {
            return false;
        }
        saved--;
        return true;
    }

    /** Lasts until everybody who holds it has closed it. */
    public final class Turn implements AutoCloseable {
        private final AtomicInteger holders = new AtomicInteger(1);

        private Turn() {}

        /** One more has to close it. */
        void join() {
            holders.incrementAndGet();
        }

        @Override
        public void close() {
            if (holders.decrementAndGet() == 0) {
                free.release();
            }
        }
    }
}
