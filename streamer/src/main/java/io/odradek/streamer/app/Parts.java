package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the reverse order. Thread-safe. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /** The newest first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>(); // guarded by this

    private boolean closed; // guarded by this
    private volatile boolean clean = true;

    /** Registers a part to be stopped; one that comes up during a stop is stopped at once. */
    synchronized void own(AutoCloseable part) {
        started.push(part);
        if (closed) {
            close();
        }
    }

    /** Whether everything that was stopped has ended. */
    boolean isClean() {
        return clean;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                clean = false;
                LOG.warn("while stopping: {}", StreamerException.rootCause(e));
            }
        }
    }
}
