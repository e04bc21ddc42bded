package io.odradek.trainer.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** Shows on the console how a long work on many images goes; a short one shows nothing. Not thread-safe. */
final class CountingProgress implements AutoCloseable {
    private static final int BAR_WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 2_000_000_000L;

    private final String what;
    private final boolean bar;
    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long lastShown;

    /**
     * @param what is done, as in {@code classifying}
     * @param out where it goes
     * @param nanoTime a clock, as {@link System#nanoTime}
     */
    CountingProgress(String what, Progress.Style style, PrintWriter out, LongSupplier nanoTime) {
        this.what = what;
        this.bar = style.resolve() == Progress.Style.BAR;
        this.out = out;
        this.nanoTime = nanoTime;
        this.lastShown = nanoTime.getAsLong();
    }

    /** {@code done} of {@code of} images are done. */
    void onDone(int done, int of) {
        long now = nanoTime.getAsLong();
        if (now - lastShown < (bar ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        lastShown = now;
        String count = "%,d of %,d images".formatted(done, of);
        if (bar) {
            int filled = (int) ((long) done * BAR_WIDTH / of);
            out.print(Progress.CLEAR_LINE + what + " [" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] "
                    + count);
            out.flush();
        } else {
            out.println(what + ": " + count);
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
