package io.odradek.streamer.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a producer send what it has, without making whoever asks wait for the acknowledgement, as a flush would: a thread of
 * its own flushes, and not again within the next 5 ms. Thread-safe.
 */
final class Hurry implements AutoCloseable {
    /** A request to Kafka costs as much as some images. */
    private static final long INTERVAL_NANOS = 5_000_000;

    private final Runnable flush;
    private final Thread thread;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean closed;

    /** @param flush returns when everything that was sent before is acknowledged or has failed */
    Hurry(Runnable flush) {
        this.flush = flush;
        this.thread = new Thread(this::run, "odradek-flush");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns at once. */
    void hurry() {
        // Not set twice: the thread that is awake already will see it.
        if (!wanted.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            long early = next - System.nanoTime();
            if (!wanted.get()) {
                LockSupport.park(this);
            } else if (early > 0) {
                LockSupport.parkNanos(this, early);
            } else {
                next = System.nanoTime() + INTERVAL_NANOS;
                wanted.set(false);
                flush.run();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
