package io.odradek.quickstart.chart;

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
public record Axis(double low, double high, double from, double to, double step) {
    /** An axis that holds {@code min} and {@code max}, begins and ends at a tick, and has about {@code ticks} of them. */
    public static Axis around(double min, double max, int ticks, double from, double to) {
        double span = max > min ? max - min : Math.max(Math.abs(max), 1) * 0.1;
        double step = roundStep(span / ticks);
        double low = Math.floor(min / step + 1e-9) * step;
        double high = Math.ceil(max / step - 1e-9) * step;
        return new Axis(low, high > low ? high : low + step, from, to, step);
    }

    /** Where a value is. */
    public double pixel(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Round values from {@code low} to {@code high}. */
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        int count = (int) Math.round((high - low) / step);
        for (int i = 0; i <= count; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** With as many decimals as the step needs. */
    public String label(double tick) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return Html.format("%." + decimals + "f", tick);
    }

    /** 1, 2 or 5 times a power of ten, not less than {@code raw}. */
    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double factor = raw / power;
        if (factor <= 1 + 1e-9) {
            return power;
        }
        return factor <= 2 ? 2 * power : factor <= 5 ? 5 * power : 10 * power;
    }
}
