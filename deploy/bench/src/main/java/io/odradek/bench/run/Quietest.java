package io.odradek.bench.run;

import io.odradek.bench.measure.Latencies;
import io.odradek.bench.process.CompilerTime;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.StolenTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures a window of latency again where something took the processors that has nothing to do with what is measured: other
 * machines on the same host, while nothing here runs, and Java's compilers, each of which has a processor for some 100 ms when
 * it compiles a large method. Either delays more than 1% of the images of a window, and p99 would tell of it alone. Stateless.
 */
final class Quietest {
    /** On two processors, of a window of 4 s: 40 ms of one. */
    private static final double QUIET = 0.005;

    private Quietest() {}

    /**
     * Of so many windows the least disturbed one, or the first that is quiet: no latency is looked at.
     *
     * @param tries at least 1
     * @param running whose compilers disturb; this process's own do too
     */
    static Latencies.Measured of(int tries, List<Contestant> running, Measurement<Latencies.Window> window)
            throws InterruptedException {
        return chosen(tries, () -> once(running, window));
    }

    static Latencies.Measured once(List<Contestant> running, Measurement<Latencies.Window> window)
            throws InterruptedException {
        StolenTime stolen = new StolenTime();
        CompilerTime compilers = new CompilerTime(Stream.concat(
                        running.stream().flatMap(contestant -> contestant.pids().stream()),
                        Stream.of(ProcessHandle.current().pid()))
                .toList());
        return new Latencies.Measured(window.made(), stolen.share(), compilers.share());
    }

    static Latencies.Measured chosen(int tries, Measurement<Latencies.Measured> measurement)
            throws InterruptedException {
        Latencies.Measured least = measurement.made();
        for (int i = 1; i < tries && !isQuiet(least.disturbed()); i++) {
            Latencies.Measured next = measurement.made();
            least = next.disturbed() < least.disturbed() ? next : least;
        }
        return least;
    }

    /** Whether such a share of the processors' time delays few images. */
    static boolean isQuiet(double share) {
        return share <= QUIET;
    }

    /** Takes as long as the window. */
    interface Measurement<T> {
        T made() throws InterruptedException;
    }
}
