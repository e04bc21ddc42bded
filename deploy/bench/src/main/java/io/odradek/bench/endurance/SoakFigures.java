package io.odradek.bench.endurance;

import com.google.gson.JsonObject;
import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.measure.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of a soak.
 *
 * @param images that were sent
 * @param published models that were promoted
 * @param live of these, that the first instance took
 * @param visits of a second instance
 * @param polls of the live page
 * @param pollsAnswered with status 200
 */
public record SoakFigures(
        long images, int published, long live, int visits, int polls, int pollsAnswered, Latencies.Window latency) {
    private static final double GROWTH = 1.1;
    private static final double MORE = 3;
    private static final double ANSWERED = 0.99;

    /**
     * Judges: the last quarter beside the second.
     *
     * @param samples of the whole run
     * @param unaccounted images without the one answer that they should have
     */
    public List<Bar> bars(SoakPlan plan, List<Sample> samples, long unaccounted) {
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.atMost("unaccountedImages", (double) unaccounted, 0));
        bars.add(Bar.atLeast("swaps", (double) live, published));
        bars.add(Bar.atLeast("visits", visits, 1));
        bars.add(Bar.atLeast("pollsAnswered", (double) pollsAnswered / polls, ANSWERED));
        if (plan.judged()) {
            bars.add(Bar.atMost(
                    "residentGrowth",
                    Medians.of(samples, 4, Sample::residentMebibytes)
                            / Medians.of(samples, 2, Sample::residentMebibytes),
                    GROWTH));
            bars.add(Bar.atMost("moreThreads", more(samples, Sample::threads), MORE));
            bars.add(Bar.atMost("moreFiles", more(samples, Sample::files), MORE));
        }
        return bars;
    }

    /** Fewer are no fault: clients close connections that have been idle for 9 minutes. */
    private static double more(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Medians.of(samples, 4, figure) - Medians.of(samples, 2, figure);
    }

    /** All of it, with the medians of each quarter. */
    JsonObject json(List<Sample> samples) {
        JsonObject json = new JsonObject();
        json.addProperty("images", images);
        json.addProperty("modelsPublished", published);
        json.addProperty("modelsLive", live);
        json.addProperty("visits", visits);
        json.addProperty("polls", polls);
        json.addProperty("pollsAnswered", pollsAnswered);
        json.add("latency", Json.of(latency));
        if (samples.size() >= 4) {
            for (int quarter = 1; quarter <= 4; quarter++) {
                JsonObject medians = new JsonObject();
                medians.addProperty("residentMebibytes", Medians.of(samples, quarter, Sample::residentMebibytes));
                medians.addProperty("threads", Medians.of(samples, quarter, Sample::threads));
                medians.addProperty("files", Medians.of(samples, quarter, Sample::files));
                json.add("quarter" + quarter, medians);
            }
        }
        return json;
    }
}
