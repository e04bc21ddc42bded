package io.odradek.bench.run;

import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.bench.process.StolenTime;
import java.util.List;
import java.util.Map;

/**
 * A window of latency in which other machines on the same host took hardly anything from this one. What is taken comes in pieces
 * of up to some 100 ms in which nothing here runs; one of them in a window of 10 s delays more than 1% of its images, and p99
 * would tell of the host alone.
 *
 * @param stolen the share of the time of all processors, 0 to 1
 * @param compilers the share of the contestant's processor time that Java's compilers took, 0 to 1
 */
record Quietest(Latencies.Window window, double stolen, double compilers) {
    /** What delays a third of the 1% of images that p99 leaves out. */
    private static final double QUIET = 0.003;

    /**
     * Of so many windows the one with the least stolen time, or the first that is quiet: no latency is looked at.
     *
     * @param tries at least 1
     */
    static Quietest of(int tries, Contestant contestant, Measurement<Latencies.Window> window)
            throws InterruptedException {
        return chosen(tries, () -> {
            StolenTime time = new StolenTime();
            Map<String, Double> threads = contestant.microsByThread();
            return new Quietest(
                    window.made(),
                    time.share(),
                    contestant.sharesSince(threads).getOrDefault(ProcessorTime.COMPILER, 0.0));
        });
    }

    static Quietest chosen(int tries, Measurement<Quietest> measurement) throws InterruptedException {
        Quietest least = measurement.made();
        for (int i = 1; i < tries && least.stolen > QUIET; i++) {
            Quietest next = measurement.made();
            least = next.stolen < least.stolen ? next : least;
        }
        return least;
    }

    static Latencies latencies(List<Quietest> windows) {
        return new Latencies(
                windows.stream().map(Quietest::window).toList(),
                Spread.of(windows.stream().map(Quietest::stolen).toList()),
                Spread.of(windows.stream().map(Quietest::compilers).toList()));
    }

    /** Takes as long as the window. */
    interface Measurement<T> {
        T made() throws InterruptedException;
    }
}
