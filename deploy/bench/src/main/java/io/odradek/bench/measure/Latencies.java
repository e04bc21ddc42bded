package io.odradek.bench.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one contestant, window by window, in milliseconds.
 *
 * @param windows at least one
 * @param stolen share of the processors' time that other machines on the same host took, window by window, 0 to 1
 * @param compilers share of the contestant's processor time that Java's compilers took, window by window, 0 to 1
 */
public record Latencies(List<Window> windows, Spread stolen, Spread compilers) {
    private static final double MICROS = 1e3;

    /** Copies. */
    public Latencies {
        windows = List.copyOf(windows);
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

    /** One figure over the windows. */
    public Spread of(ToDoubleFunction<Window> figure) {
        return Spread.of(windows.stream().map(figure::applyAsDouble).toList());
    }
}
