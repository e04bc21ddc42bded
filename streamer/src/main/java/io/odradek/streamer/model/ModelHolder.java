package io.odradek.streamer.model;

import io.odradek.streamer.contract.ModelContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds the live model and lends it out. Whoever borrows never waits for a swap; the swap waits a moment for the batches
 * that are in work, so that it, and no stream thread, closes the old model. Thread-safe.
 */
public final class ModelHolder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AtomicReference<@Nullable Live> live = new AtomicReference<>();
    private final AtomicLong swaps = new AtomicLong();
    /** What was live before; in memory until its last lease is back. */
    private volatile @Nullable LoadedModel retired;

    private record Live(LoadedModel model, long number) {}

    /** The live model for the length of one batch. Closing it twice does nothing more. */
    public static final class Lease implements AutoCloseable {
        private final LoadedModel model;
        private final long number;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Lease(Live live) {
            this.model = live.model();
            this.number = live.number();
        }

        /** The leased model; not to be used after {@link #close()}. */
        public Classifier classifier() {
            return model;
        }

        /** What the leased model's file says about itself; of use also after {@link #close()}. */
        public ModelContract contract() {
            return model.contract();
        }

        /** Of the swap that made it live, from 1: greater for each model of this holder than for those before it. */
        public long number() {
            return number;
        }

        /** What one image alone took the leased model at admission, in nanoseconds; 0 when that was not measured. */
        public long nanosPerImage() {
            return model.nanosPerImage();
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                model.release();
            }
        }
    }

    /** Lends the live model, or null when there is none. */
    public @Nullable Lease acquire() {
        while (true) {
            Live now = live.get();
            if (now == null) {
                return null;
            }
            // It may have been swapped out and closed between the two lines: then there is a newer one.
            if (now.model().retain()) {
                return new Lease(now);
            }
        }
    }

    /** Makes {@code next} live and takes over its ownership; the old model closes after its last lease. */
    public void swap(LoadedModel next) {
        retire(live.getAndSet(new Live(next, swaps.incrementAndGet())));
    }

    /**
     * Whether a candidate may be loaded without a third model in memory: true when the model before the live one is
     * closed.
     */
    public boolean hasRoom() {
        LoadedModel old = retired;
        if (old != null && old.isClosed()) {
            // With the buffers of its predictors.
            retired = null;
        }
        return old == null || old.isClosed();
    }

    /** Drops the live model; leases that are out stay valid. */
    @Override
    public void close() {
        retire(live.getAndSet(null));
    }

    private void retire(@Nullable Live before) {
        if (before != null) {
            LoadedModel old = before.model();
            retired = old;
            old.awaitUnused(PATIENCE);
            old.release();
        }
    }
}
