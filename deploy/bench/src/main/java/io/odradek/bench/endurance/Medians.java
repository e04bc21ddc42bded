package io.odradek.bench.endurance;

import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A run's samples by quarters. Stateless. */
final class Medians {
    private static final int QUARTERS = 4;

    private Medians() {}

    /**
     * The median of a figure in one quarter of the samples.
     *
     * @param quarter 1 to 4
     * @return no number where there are fewer than four samples
     */
    static double of(List<Sample> samples, int quarter, ToDoubleFunction<Sample> figure) {
        if (samples.size() < QUARTERS) {
            return Double.NaN;
        }
        int from = samples.size() * (quarter - 1) / QUARTERS;
        int to = samples.size() * quarter / QUARTERS;
        return Spread.of(samples.subList(from, to).stream()
                        .map(figure::applyAsDouble)
                        .toList())
                .median();
    }
}
