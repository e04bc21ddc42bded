package io.odradek.bench.endurance;

import io.odradek.bench.load.Phase;
import io.odradek.bench.load.Sample;
import io.odradek.bench.measure.Bar;
import io.odradek.bench.measure.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was measured of an overload.
 *
 * @param sustained of a burst before it, with the processors' time that the streamer took for an image
 * @param normalRate images a second before and after
 * @param overloadRate images a second that really came
 * @param mostWaiting images that waited when it was over
 * @param drain until none waited, under normal load
 * @param drainSeconds how long that took
 * @param before latency under normal load
 * @param after the same when the backlog was gone
 */
public record OverloadFigures(
        Rate sustained,
        double normalRate,
        double overloadRate,
        long mostWaiting,
        Rate drain,
        double drainSeconds,
        Latencies.Window before,
        Latencies.Window after) {
    private static final double REACHED = 0.9;
    private static final double FULL_SPEED = 0.8;
    private static final double LATENCY = 3;
    private static final double GROWTH = 1.1;

    /**
     * How fast.
     *
     * @param imagesPerSecond answered
     * @param cpuMicros of the streamer's process for one
     */
    public record Rate(double imagesPerSecond, double cpuMicros) {}

    /** How many times what is sustained came. */
    public double times() {
        return overloadRate / sustained.imagesPerSecond();
    }

    /**
     * Judges.
     *
     * @param samples of the whole run
     * @param unaccounted images without the one answer that they should have
     */
    public List<Bar> bars(OverloadPlan plan, List<Sample> samples, long unaccounted) {
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.atMost("unaccountedImages", (double) unaccounted, 0));
        bars.add(Bar.atMost("rebalances", rebalances(samples), 0));
        if (plan.judged()) {
            List<Sample> overload =
                    samples.stream().filter(s -> s.phase() == Phase.OVERLOAD).toList();
            bars.add(Bar.atLeast("times", times(), REACHED * plan.times()));
            bars.add(Bar.atMost("residentMebibytes", mostResident(samples), plan.residentMebibytes()));
            bars.add(Bar.atMost("residentGrowth", growth(overload), GROWTH));
            bars.add(
                    Bar.atLeast("drainBySustained", drain.imagesPerSecond() / sustained.imagesPerSecond(), FULL_SPEED));
            bars.add(Bar.atMost("p99AfterByBefore", after.p99() / before.p99(), LATENCY));
        }
        return bars;
    }

    static double mostResident(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::residentMebibytes).max().orElse(Double.NaN);
    }

    /** In the second half: the last quarter by the one before. */
    private static double growth(List<Sample> overload) {
        return Medians.of(overload, 4, Sample::residentMebibytes) / Medians.of(overload, 3, Sample::residentMebibytes);
    }

    /** Since normal load began. */
    static double rebalances(List<Sample> samples) {
        List<Long> counts = samples.stream()
                .filter(s -> s.phase() != Phase.WARM_UP && s.phase() != Phase.BURST)
                .map(Sample::rebalances)
                .filter(Objects::nonNull)
                .toList();
        return counts.isEmpty() ? Double.NaN : (double) (counts.get(counts.size() - 1) - counts.get(0));
    }
}
