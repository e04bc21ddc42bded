package io.odradek.streamer.app;

import io.odradek.streamer.metrics.Latencies;
import io.odradek.streamer.metrics.LatencyStage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a second, gives the latencies of that second to those who sum them up: they can be taken from {@link Latencies} only
 * once. Thread-safe.
 */
final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Latencies latencies;
    private final Clock clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "odradek-pulse");
        thread.setDaemon(true);
        return thread;
    });

    /** Hears each second; must not block. */
    interface Listener {
        /**
         * A second is over.
         *
         * @param at when
         * @param latencies in nanoseconds; not to be kept, see {@link Latencies#drain}
         */
        void second(Instant at, Map<LatencyStage, Histogram> latencies);
    }

    Pulse(Latencies latencies, Clock clock) {
        this.latencies = latencies;
        this.clock = clock;
    }

    /** From the next second on. */
    void listen(Listener listener) {
        listeners.add(listener);
    }

    void start() {
        Future<?> unused = executor.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    /** Gives what is there now, without waiting for the second to end; also by itself. */
    synchronized void beat() {
        Instant now = clock.instant();
        Map<LatencyStage, Histogram> second = latencies.drain();
        for (Listener listener : listeners) {
            try {
                listener.second(now, second);
            } catch (RuntimeException e) {
                // The next second counts, and the other listeners.
                LOG.warn("a summary of a second failed", e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
