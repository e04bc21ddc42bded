package io.odradek.bench.run;

import io.odradek.bench.entry.Payload;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.process.Contestant;
import io.odradek.quickstart.console.Console;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latency of warm contestants at the same rate, in windows that take turns. */
final class LatencyRun {
    private static final double SETTLE_SECONDS = 2;
    /** They are short, so that the host of this machine leaves some of them alone. */
    private static final int WINDOWS_A_ROUND = 2;

    /**
     * The median latency of a window in which images came faster than they could be answered is beyond this: of one of 10 s
     * where they came 2% too fast, of one of 4 s where it was a thirtieth, of one of 1 s where it was an eighth.
     */
    private static final double FALLS_BEHIND_MILLIS = 100;

    /** To a thirty-second. */
    private static final int HALVINGS = 5;

    private static final int BRIEF_HALVINGS = 2;

    private final Options options;
    private final Console console;
    private final Ledger ledger;
    private final Contestant broker;
    private final Arrivals arrivals;

    LatencyRun(Options options, Console console, Lab lab) {
        this.options = options;
        this.console = console;
        this.ledger = lab.ledger();
        this.broker = lab.broker();
        this.arrivals = new Arrivals(lab.bootstrap(), lab.feed().values(Payload.RAW));
    }

    /**
     * The highest rate of arrivals at which a stopped contestant does not fall behind further and further, in images a second:
     * sustainable throughput (Karimov et al., Benchmarking Distributed Stream Data Processing Systems, ICDE 2018).
     *
     * @param most what it answers of images that lie in its topic, while sender and receiver take nothing
     */
    double sustained(Contestant contestant, double most) throws InterruptedException {
        warmUp(contestant, most / 2);
        return highest(most, options.brief() ? BRIEF_HALVINGS : HALVINGS, rate -> keepsUp(contestant, rate));
    }

    /** In one of two windows, because the machine may have been busy with something else in the other. */
    private boolean keepsUp(Contestant contestant, double rate) throws InterruptedException {
        double first = window(contestant, rate).p50();
        return first < FALLS_BEHIND_MILLIS || window(contestant, rate).p50() < FALLS_BEHIND_MILLIS;
    }

    /** Found by halving {@code most} so often; what is left of it then is also the least that is returned. */
    static double highest(double most, int halvings, Trial trial) throws InterruptedException {
        double kept = 0;
        double step = most;
        for (int i = 0; i < halvings; i++) {
            step /= 2;
            if (trial.holds(kept + step)) {
                kept += step;
            }
        }
        return Math.max(kept, step);
    }

    /** Whether a rate is kept up with. */
    interface Trial {
        boolean holds(double rate) throws InterruptedException;
    }

    /** Measures stopped contestants, and leaves them stopped. */
    Map<String, Latencies> run(List<Contestant> contestants, double rate) throws InterruptedException {
        Map<String, List<Latencies.Measured>> windows = new LinkedHashMap<>();
        for (Contestant contestant : contestants) {
            warmUp(contestant, rate);
        }
        for (int i = 0; i < WINDOWS_A_ROUND * options.headline().rounds(); i++) {
            for (Contestant contestant : i % 2 == 0 ? contestants : reversed(contestants)) {
                windows.computeIfAbsent(contestant.entry().name(), n -> new ArrayList<>())
                        .add(Quietest.of(
                                options.windowTries(), List.of(contestant, broker), () -> window(contestant, rate)));
            }
        }
        Map<String, Latencies> latencies = new LinkedHashMap<>();
        windows.forEach((name, list) -> latencies.put(name, new Latencies(list)));
        console.table(Tables.of(rate, latencies));
        return latencies;
    }

    private static List<Contestant> reversed(List<Contestant> contestants) {
        List<Contestant> reversed = new ArrayList<>(contestants);
        Collections.reverse(reversed);
        return reversed;
    }

    /** At this rate other code is used than at full load, which is cold at first. */
    private void warmUp(Contestant contestant, double rate) throws InterruptedException {
        long end = System.nanoTime() + options.headline().longestWarmUp().toNanos();
        double compiling;
        do {
            compiling = Quietest.once(List.of(contestant, broker), () -> window(contestant, rate))
                    .compilers();
        } while (!Quietest.isQuiet(compiling) && System.nanoTime() < end);
    }

    private double settleSeconds() {
        return Math.min(SETTLE_SECONDS, options.windowSeconds() / 4.0);
    }

    private Latencies.Window window(Contestant contestant, double rate) throws InterruptedException {
        contestant.thaw();
        Latencies.Window window =
                arrivals.window(contestant.entry(), rate, (int) (rate * settleSeconds()), Math.max(1_000, (int)
                        (rate * options.windowSeconds())));
        contestant.freeze();
        ledger.clear(contestant.entry());
        return window;
    }
}
