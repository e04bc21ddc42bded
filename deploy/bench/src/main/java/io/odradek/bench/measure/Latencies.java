package io.odradek.bench.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one contestant, window by window, in milliseconds.
 *
 * @param measured at least one
 */
public record Latencies(List<Measured> measured) {
    private static final double MICROS = 1e3;

    /** Copies. */
    public Latencies {
        measured = List.copyOf(measured);
    }

    /**
     * One window.
     *
     * @param images that were answered in it
     */
    public record Window(long images, double p50, double p99, double p999, double max) {
        /** Sums a window up; microseconds from the intended time of sending to receipt. */
        public static Window of(Histogram micros) {
            return new Window(
                    micros.getTotalCount(),
                    micros.getValueAtPercentile(50) / MICROS,
                    micros.getValueAtPercentile(99) / MICROS,
                    micros.getValueAtPercentile(99.9) / MICROS,
                    micros.getMaxValue() / MICROS);
        }
    }

    /**
     * A window, and what else made its latencies.
     *
     * @param stolen share of the processors' time that other machines on the same host took, 0 to 1
     * @param compilers share of it that Java's compilers took, in all processes that may disturb the window, 0 to 1
     */
    public record Measured(Window window, double stolen, double compilers) {
        /** The share of the processors' time that something else took, 0 to 1. */
        public double disturbed() {
            return stolen + compilers;
        }
    }

    /** One figure over the windows. */
    public Spread of(ToDoubleFunction<Window> figure) {
        return spread(one -> figure.applyAsDouble(one.window()));
    }

    /** What the host took, over the windows. */
    public Spread stolen() {
        return spread(Measured::stolen);
    }

    /** What Java's compilers took, over the windows. */
    public Spread compilers() {
        return spread(Measured::compilers);
    }

    private Spread spread(ToDoubleFunction<Measured> figure) {
        return Spread.of(measured.stream().map(figure::applyAsDouble).toList());
    }
}
