package io.odradek.trainer.cli;

import io.odradek.trainer.dataset.ReadListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows on the console how a long work on many images goes; a short one shows nothing. Not thread-safe. */
final class CountingProgress implements ReadListener, AutoCloseable {
    private static final int BAR_WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 2_000_000_000L;

    private final String doing;
    private final boolean bar;
    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long lastShown;

    /**
     * @param doing what is done to them, as in {@code classifying}
     * @param out where it goes
     * @param nanoTime a clock, as {@link System#nanoTime}
     */
    CountingProgress(String doing, Progress.Style style, PrintWriter out, LongSupplier nanoTime) {
        this.doing = doing;
        this.bar = style.resolve() == Progress.Style.BAR;
        this.out = out;
        this.nanoTime = nanoTime;
        this.lastShown = nanoTime.getAsLong();
    }

    @Override
    public void onRead(String what, int done, int of) {
        long now = nanoTime.getAsLong();
        if (now - lastShown < (bar ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        lastShown = now;
        if (bar) {
            int filled = (int) ((long) done * BAR_WIDTH / of);
            String drawn = "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled);
            out.print(String.format(
                    Locale.ROOT, "%s%s %s [%s] %,d of %,d", Progress.CLEAR_LINE, doing, what, drawn, done, of));
            out.flush();
        } else {
            out.println(String.format(Locale.ROOT, "%s %s: %,d of %,d", doing, what, done, of));
        }
    }

    /** Removes the bar, so that what follows begins on a clean line. */
    @Override
    public void close() {
        if (bar) {
            out.print(Progress.CLEAR_LINE);
            out.flush();
        }
    }
}
