package io.odradek.bench.run;

import io.odradek.bench.entry.Payload;
import io.odradek.bench.measure.Latencies;
import io.odradek.bench.process.Contestant;
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
        // One more than counts: at this rate other code is used than at full load, which is cold at first.
        for (int round = -1; round < options.rounds(); round++) {
            for (Contestant contestant : contestants) {
                Latencies.Window window = window(contestant, rate);
                if (round >= 0) {
                    windows.computeIfAbsent(contestant.entry().name(), n -> new ArrayList<>())
                            .add(window);
                }
            }
        }
        Map<String, Latencies> latencies = new LinkedHashMap<>();
        windows.forEach((name, list) -> latencies.put(name, new Latencies(list)));
        console.table(Tables.of(rate, latencies));
        return latencies;
    }

    private Latencies.Window window(Contestant contestant, double rate) throws InterruptedException {
        contestant.thaw();
        Latencies.Window window =
                arrivals.window(contestant.entry(), rate, (int) (rate * SETTLE_SECONDS), Math.max(1_000, (int)
                        (rate * options.windowSeconds())));
        contestant.freeze();
        ledger.clear(contestant.entry());
        return window;
    }
}
