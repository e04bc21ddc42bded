package io.odradek.streamer.topology;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.image.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Opens when more than a share of the images of the last minute or so is rejected: then it is no longer a matter of single
 * images, a producer has changed its format, or the model has.
 *
 * <p>The window is a ring of 12 slices, each of a twelfth of its length; the newest is the one that is being filled. It
 * opens on the thread that records the rejection that was one too many, at once; it closes in {@link #tick}, when the
 * share has fallen. Where opening pauses the flow, only {@link #reset} closes it: an empty window proves nothing.
 *
 * <p>Thread-safe, without locks; recording an answer allocates nothing, but a slice every twelfth of the window.
 */
public final class Breaker {
    private static final int SLICES = 12;
    private static final int PERCENT = 100;

    private final BreakerLimits limits;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private final long sliceNanos;
    /** Slice n lies at n mod 12; one that is older than the window counts as empty. */
    private final AtomicReferenceArray<Slice> ring = new AtomicReferenceArray<>(SLICES);

    private final AtomicBoolean open = new AtomicBoolean();
    private volatile String alarm = "";

    /** Is told of each change, on the thread that caused it; must not block. */
    public interface Listener {
        /** Too many are rejected; {@code alarm} is a sentence for people. */
        void opened(String alarm);

        /** No longer. */
        void closed();
    }

    /**
     * Closed, with an empty window.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public Breaker(BreakerLimits limits, LongSupplier nanoTime, Listener listener) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.sliceNanos = limits.window().toNanos() / SLICES;
    }

    /** An image was answered. */
    void classified() {
        current().classified.increment();
    }

    /** An image became a dead letter. */
    void rejected(Reason reason) {
        current().reject(reason);
        if (!open.get() && tooMany(limits.minImages()) && open.compareAndSet(false, true)) {
            alarm = describe();
            listener.opened(alarm);
        }
    }

    private boolean tooMany(long minImages) {
        if (limits.share() >= 1) {
            return false;
        }
        Tally tally = tally();
        return tally.images() >= minImages && tally.rejected() > limits.share() * tally.images();
    }

    /** One look at the ring, rejections first: images that arrive meanwhile must not make the share look larger. */
    private Tally tally() {
        long newest = number();
        long rejected = 0;
        long images = 0;
        for (int i = 0; i < SLICES; i++) {
            Slice slice = ring.get(i);
            if (slice != null && slice.number > newest - SLICES) {
                long ofSlice = slice.rejected.sum();
                rejected += ofSlice;
                images += ofSlice + slice.classified.sum();
            }
        }
        return new Tally(images, rejected);
    }

    /** Closes it when the share has fallen, and renews the alarm's figures; to be called now and then. */
    public void tick() {
        if (!open.get() || limits.pause()) {
            return;
        }
        if (tooMany(0)) {
            alarm = describe();
        } else if (open.compareAndSet(true, false)) {
            listener.closed();
        }
    }

    /** Closes it, without a word to the listener, and begins a fresh window. */
    public void reset() {
        for (int i = 0; i < SLICES; i++) {
            ring.set(i, null);
        }
        open.set(false);
    }

    /** Whether too many were rejected. */
    public boolean isOpen() {
        return open.get();
    }

    /** What is wrong, for people; empty while it is closed. */
    public String alarm() {
        return open.get() ? alarm : "";
    }

    /** The share of the window that was rejected, 0 to 1; 0 for an empty window. */
    public double rejectedShare() {
        return tally().share();
    }

    private String describe() {
        Tally tally = tally();
        Map<Reason, Long> reasons = reasons();
        // None was recorded only when all were forgotten in this moment.
        Map.Entry<Reason, Long> most = reasons.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseGet(() -> Map.entry(Reason.EMPTY, 0L));
        long all = reasons.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%d%% of %,d images in the last %d s were rejected, most (%d%%) as %s: %s",
                Math.round(tally.share() * PERCENT),
                tally.images(),
                limits.window().toSeconds(),
                Math.round((double) most.getValue() / Math.max(1, all) * PERCENT),
                most.getKey().name(),
                most.getKey().meaning());
    }

    /** The window's rejections. */
    private Map<Reason, Long> reasons() {
        Map<Reason, Long> sums = new EnumMap<>(Reason.class);
        long newest = number();
        for (int i = 0; i < SLICES; i++) {
            Slice slice = ring.get(i);
            if (slice != null && slice.number > newest - SLICES) {
                slice.reasons.forEach((reason, count) -> sums.merge(reason, count.sum(), Long::sum));
            }
        }
        return sums;
    }

    /** The number of the slice that is being filled. */
    private long number() {
        return Math.floorDiv(nanoTime.getAsLong(), sliceNanos);
    }

    private Slice current() {
        long number = number();
        int place = (int) Math.floorMod(number, (long) SLICES);
        while (true) {
            Slice slice = ring.get(place);
            // Another thread may be a moment ahead; then its slice is the right one.
            if (slice != null && slice.number >= number) {
                return slice;
            }
            ring.compareAndSet(place, slice, new Slice(number));
        }
    }

    /** What the window holds. */
    private record Tally(long images, long rejected) {
        double share() {
            return images == 0 ? 0 : (double) rejected / images;
        }
    }

    /** What happened in a twelfth of the window. */
    private static final class Slice {
        private final long number;
        private final LongAdder classified = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private final Map<Reason, LongAdder> reasons = new EnumMap<>(Reason.class);

        Slice(long number) {
            this.number = number;
            for (Reason reason : Reason.values()) {
                reasons.put(reason, new LongAdder());
            }
        }

        void reject(Reason reason) {
            rejected.increment();
            Objects.requireNonNull(reasons.get(reason)).increment();
        }
    }
}
