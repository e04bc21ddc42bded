package io.odradek.streamer.loader;

import io.odradek.streamer.model.NativeThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread of a loader, with its spool: how it starts, pauses, stops, and what happens when it fails. */
final class LoaderThread {
    private static final Duration STOP = Duration.ofSeconds(5);

    /** What a loader does until it is told to stop. */
    interface Body {
        /** Returns soon after {@link LoaderThread#isStopping()} turned true. */
        void run(Spool spool) throws Exception;
    }

    private final Path directory;
    private final ModelEvents events;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Does not start.
     *
     * @param directory where model files are spooled, in a new directory below it
     */
    LoaderThread(Path directory, ModelEvents events, Body body) {
        this.directory = directory;
        this.events = events;
        this.thread = NativeThread.of("odradek-models", () -> run(body));
    }

    void start() {
        thread.start();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits, and ends at once when the loader stops. To be called on this thread. */
    void pause(Duration length) {
        try {
            boolean unused = stopping.await(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
        }
    }

    /** Stops. @throws IllegalStateException when the thread does not end within some seconds */
    void close() {
        stopping.countDown();
        // Not an interrupt: it would be lost on, or break, an admission that is under way.
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("a model is still being admitted after " + STOP.toSeconds() + " s");
        }
    }

    private void run(Body body) {
        try (Spool spool = Spool.under(directory)) {
            body.run(spool);
        } catch (Throwable e) {
            // An Error too: a native library that cannot be loaded is one, and nobody else would hear of it.
            if (!isStopping()) {
                events.failed(e);
            }
        }
    }
}
