package io.odradek.bench.run;

import io.odradek.bench.measure.Latencies;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.bench.process.StolenTime;
import java.util.Map;

/**
 * Measures a window of latency again where other machines on the same host took much from this one. What is taken comes in
 * pieces of some 100 ms, in which nothing here runs; one of them delays more than 1% of the images of a window, and p99 would
 * tell of the host alone. Stateless.
 */
final class Quietest {
    /** What delays a third of the 1% of images that p99 leaves out. */
    private static final double QUIET = 0.003;

    private Quietest() {}

    /**
     * Of so many windows the one with the least stolen time, or the first that is quiet: no latency is looked at.
     *
     * @param tries at least 1
     */
    static Latencies.Measured of(int tries, Contestant contestant, Measurement<Latencies.Window> window)
            throws InterruptedException {
        return chosen(tries, () -> once(contestant, window));
    }

    static Latencies.Measured once(Contestant contestant, Measurement<Latencies.Window> window)
            throws InterruptedException {
        StolenTime time = new StolenTime();
        Map<String, Double> threads = contestant.microsByThread();
        return new Latencies.Measured(
                window.made(), time.share(), contestant.sharesSince(threads).getOrDefault(ProcessorTime.COMPILER, 0.0));
    }

    static Latencies.Measured chosen(int tries, Measurement<Latencies.Measured> measurement)
            throws InterruptedException {
        Latencies.Measured least = measurement.made();
        for (int i = 1; i < tries && least.stolen() > QUIET; i++) {
            Latencies.Measured next = measurement.made();
            least = next.stolen() < least.stolen() ? next : least;
        }
        return least;
    }

    /** Takes as long as the window. */
    interface Measurement<T> {
        T made() throws InterruptedException;
    }
}
