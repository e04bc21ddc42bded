package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The p99 by load. Nothing is concluded about loads below the first that was measured or above the last. Where p99 is lower
 * at a higher load, the difference is taken as noise, and the greater one counts for both.
 *
 * <p>Between two loads p99 is a straight line. Waiting times of a queue are convex in its load (M/D/1: load / (2 (1 - load))
 * service times in the mean, Pollaczek and Khinchine; Kleinrock, Queueing Systems I, 1975), so the line is rather too high
 * than too low.
 *
 * @param points in the order of rising loads
 */
record LatencyCurve(List<Latency> points) {
    /**
     * The highest load, in thousandths, up to which p99 meets an objective; at most the highest that was measured.
     *
     * @return empty when it is not met at the lowest load, or none was measured
     */
    Optional<Term> highestLoad(double p99Millis) {
        List<Latency> rising = rising();
        if (rising.isEmpty() || rising.get(0).p99Millis() > p99Millis) {
            return Optional.empty();
        }
        for (int i = 1; i < rising.size(); i++) {
            Latency low = rising.get(i - 1);
            Latency high = rising.get(i);
            if (high.p99Millis() > p99Millis) {
                return Optional.of(Term.of(
                        Term.thousandthsDown(low.load()
                                + (high.load() - low.load())
                                        * (p99Millis - low.p99Millis())
                                        / (high.p99Millis() - low.p99Millis())),
                        "floor(1000 x ({} + ({} - {}) x ({} - {}) / ({} - {}))) / 1000",
                        low.load(),
                        high.load(),
                        low.load(),
                        p99Millis,
                        low.p99Millis(),
                        high.p99Millis(),
                        low.p99Millis()));
            }
        }
        return Optional.of(Term.of(Term.thousandthsDown(highest()), "floor(1000 x {}) / 1000", highest()));
    }

    /** The p99 in milliseconds at a load; that of the lowest measured load for lower ones; empty for higher than measured. */
    Optional<Term> p99(double load) {
        List<Latency> rising = rising();
        if (rising.isEmpty() || load > highest()) {
            return Optional.empty();
        }
        for (int i = 1; i < rising.size(); i++) {
            Latency low = rising.get(i - 1);
            Latency high = rising.get(i);
            if (load > low.load() && load <= high.load()) {
                return Optional.of(Term.of(
                        low.p99Millis()
                                + (high.p99Millis() - low.p99Millis())
                                        * (load - low.load())
                                        / (high.load() - low.load()),
                        "{} + ({} - {}) x ({} - {}) / ({} - {})",
                        low.p99Millis(),
                        high.p99Millis(),
                        low.p99Millis(),
                        load,
                        low.load(),
                        high.load(),
                        low.load()));
            }
        }
        return Optional.of(Term.of(rising.get(0).p99Millis()));
    }

    /** The highest load that was measured; 0 where none was. */
    double highest() {
        return points.isEmpty() ? 0 : points.get(points.size() - 1).load();
    }

    /** The same loads, with the greatest p99 up to each. */
    private List<Latency> rising() {
        List<Latency> rising = new ArrayList<>();
        double greatest = 0;
        for (Latency point : points) {
            greatest = Math.max(greatest, point.p99Millis());
            rising.add(new Latency(point.load(), point.p50Millis(), greatest));
        }
        return rising;
    }
}
