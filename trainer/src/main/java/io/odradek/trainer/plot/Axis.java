package io.odradek.trainer.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to pixels along one direction, with round tick values. Pure.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}; less than {@code from} for an axis that points up
 * @param step distance of two ticks
 */
record Axis(double low, double high, double from, double to, double step) {
    /** An axis that holds {@code min} and {@code max}, begins and ends at a tick, and has about {@code ticks} of them. */
    static Axis around(double min, double max, int ticks, double from, double to) {
        double span = max > min ? max - min : Math.max(Math.abs(max), 1) * 0.1;
        double step = roundStep(span / ticks);
        double low = Math.floor(min / step + 1e-9) * step;
        double high = Math.ceil(max / step - 1e-9) * step;
        // A single value shall not lie on the other axis.
        return new Axis(high > low ? low : low - step, high, from, to, step);
    }

    /** An axis of whole numbers that begins and ends with them; a single one lies in its middle. */
    static Axis counting(int first, int last, int ticks, double from, double to) {
        return first == last
                ? new Axis(first - 1, last + 1, from, to, 1)
                : new Axis(first, last, from, to, Math.max(1, roundStep((double) (last - first) / ticks)));
    }

    double pixel(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** The multiples of the step on the axis. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** With as many decimals as the step needs. */
    String label(double tick) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return Markup.format("%." + decimals + "f", tick);
    }

    /** 1, 2 or 5 times a power of ten, not less than {@code raw}. */
    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double factor = raw / power;
        if (factor <= 1 + 1e-9) {
            return power;
        }
        return factor <= 2 + 1e-9 ? 2 * power : factor <= 5 + 1e-9 ? 5 * power : 10 * power;
    }
}
