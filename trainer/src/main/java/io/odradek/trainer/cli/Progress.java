package io.odradek.trainer.cli;

import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows a training on the console, as a bar that redraws itself or as plain lines. Not thread-safe. */
final class Progress implements ProgressListener, AutoCloseable {
    private static final int BAR_WIDTH = 24;
    static final String CLEAR_LINE = "\r\u001b[K";
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 2_000_000_000L;

    private final Style style;
    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long lastShown;
    private int lastTenth;
    private double lastAccuracy = Double.NaN;

    /**
     * @param out where it goes
     * @param nanoTime a clock, as {@link System#nanoTime}
     */
    Progress(Style style, PrintWriter out, LongSupplier nanoTime) {
        this.style = style.resolve();
        this.out = out;
        this.nanoTime = nanoTime;
        this.lastShown = nanoTime.getAsLong() - LINE_NANOS;
    }

    /** How progress looks. */
    enum Style {
        /**
         * A bar on a terminal, else plain lines. The launcher looks and sets the system property odradek.terminal: Java
         * 17 cannot tell for standard error alone.
         */
        AUTO,
        /** One line that redraws itself. */
        BAR,
        /** A line now and then. */
        PLAIN;

        Style resolve() {
            if (this != AUTO) {
                return this;
            }
            return Boolean.getBoolean("odradek.terminal") ? BAR : PLAIN;
        }
    }

    @Override
    public void onStep(Step step) {
        long now = nanoTime.getAsLong();
        if (style == Style.BAR) {
            if (now - lastShown >= REDRAW_NANOS || step.step() == step.steps()) {
                lastShown = now;
                out.print(CLEAR_LINE + bar(step) + "  " + numbers(step));
                out.flush();
            }
            return;
        }
        int tenth = step.step() * 10 / step.steps();
        if (tenth != lastTenth && tenth > 0 && tenth < 10 && now - lastShown >= LINE_NANOS) {
            lastShown = now;
            out.println("epoch %d/%d  %3d%%  %s".formatted(step.epoch(), step.lastEpoch(), tenth * 10, numbers(step)));
        }
        lastTenth = tenth;
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        lastAccuracy = metrics.accuracy();
        close();
        out.println(String.format(
                Locale.ROOT,
                "epoch %1$d done  train loss %2$.4f  %3$s loss %4$.4f  %3$s accuracy %5$.4f  %6$,.0f images/s  %7$.1f s",
                metrics.epoch(),
                metrics.trainLoss(),
                metrics.heldOut().title(),
                metrics.loss(),
                metrics.accuracy(),
                metrics.imagesPerSecond(),
                metrics.seconds()));
    }

    /** Removes the bar, so that what follows begins on a clean line. */
    @Override
    public void close() {
        if (style == Style.BAR) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private static String bar(Step step) {
        int done = step.step() * BAR_WIDTH / step.steps();
        return "epoch %d/%d [%s%s] %3d%%"
                .formatted(
                        step.epoch(),
                        step.lastEpoch(),
                        "#".repeat(done),
                        ".".repeat(BAR_WIDTH - done),
                        step.step() * 100 / step.steps());
    }

    private String numbers(Step step) {
        String accuracy = Double.isNaN(lastAccuracy) ? "" : String.format(Locale.ROOT, "  accuracy %.4f", lastAccuracy);
        return String.format(
                Locale.ROOT,
                "loss %.4f%s  %,.0f images/s  %s left",
                step.loss(),
                accuracy,
                step.imagesPerSecond(),
                timeLeft(step));
    }

    private static String timeLeft(Step step) {
        double stepsLeft = step.steps() - step.step() + (double) (step.lastEpoch() - step.epoch()) * step.steps();
        long seconds = Math.round(stepsLeft * step.imagesPerStep() / step.imagesPerSecond());
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
