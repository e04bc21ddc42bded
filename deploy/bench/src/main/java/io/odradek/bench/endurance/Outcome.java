package io.odradek.bench.endurance;

import com.google.gson.JsonObject;
import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Bar;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param figures by name
 * @param bars that were judged
 * @param account what {@code streamer verify} said
 * @param samples in order
 */
public record Outcome(JsonObject figures, List<Bar> bars, JsonObject account, List<Sample> samples) {
    /** Copies the lists. */
    public Outcome {
        bars = List.copyOf(bars);
        samples = List.copyOf(samples);
    }

    /** Whether every bar holds. */
    public boolean holds() {
        return bars.stream().allMatch(Bar::holds);
    }

    /** Those that do not hold, for people. */
    public String faults() {
        return bars.stream().filter(bar -> !bar.holds()).map(Bar::words).collect(Collectors.joining("; "));
    }
}
