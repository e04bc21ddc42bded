package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells all threads of a replay to come to an end. Thread-safe. */
public final class Stop {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** From now on. Returns at once. */
    public void stop() {
        stopped.countDown();
    }

    /** Whether it was told. */
    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits for so long, or until it is told. */
    void await(long nanos) {
        try {
            boolean unused = stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while images were replayed", e);
        }
    }
}
