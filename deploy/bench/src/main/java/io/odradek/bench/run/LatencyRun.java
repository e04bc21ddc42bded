package io.odradek.bench.run;

import io.odradek.bench.entry.Payload;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.quickstart.console.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latency of warm contestants at the same rate, in windows that take turns. */
final class LatencyRun {
    private static final double SETTLE_SECONDS = 2;

    private final Options options;
    private final Console console;
    private final Ledger ledger;
    private final Arrivals arrivals;

    LatencyRun(Options options, Console console, Lab lab) {
        this.options = options;
        this.console = console;
        this.ledger = lab.ledger();
        this.arrivals = new Arrivals(lab.bootstrap(), lab.feed().values(Payload.RAW));
    }

    /** Measures stopped contestants, and leaves them stopped. */
    Map<String, Latencies> run(List<Contestant> contestants, double rate) throws InterruptedException {
        Map<String, List<Latencies.Window>> windows = new LinkedHashMap<>();
        for (Contestant contestant : contestants) {
            warmUp(contestant, rate);
        }
        for (int round = 0; round < options.headline().rounds(); round++) {
            for (Contestant contestant : contestants) {
                windows.computeIfAbsent(contestant.entry().name(), n -> new ArrayList<>())
                        .add(window(contestant, rate));
            }
        }
        Map<String, Latencies> latencies = new LinkedHashMap<>();
        windows.forEach((name, list) -> latencies.put(name, new Latencies(list)));
        console.table(Tables.of(rate, latencies));
        return latencies;
    }

    /** At this rate other code is used than at full load, which is cold at first; and a compiler that is at work takes a core. */
    private void warmUp(Contestant contestant, double rate) throws InterruptedException {
        long end = System.nanoTime() + options.headline().longestWarmUp().toNanos();
        double compiling;
        do {
            Map<String, Double> threads = contestant.microsByThread();
            Latencies.Window unused = window(contestant, rate);
            compiling = contestant.sharesSince(threads).getOrDefault(ProcessorTime.COMPILER, 0.0);
        } while (compiling > Referee.RESTS && System.nanoTime() < end);
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
