package io.odradek.bench.run;

import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.Series;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.process.Children;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run. Used by one thread. */
public final class Bench {
    private final Options options;
    private final Console console;
    private final Children children;

    /** @param children stop with this process */
    public Bench(Options options, Console console, Children children) {
        this.options = options;
        this.console = console;
        this.children = children;
    }

    /** Measures everything that was asked for; results by the name of the series. */
    public Map<String, Results> run() throws InterruptedException {
        Map<String, Results> all = new LinkedHashMap<>();
        try (Lab lab = Lab.open(options, children)) {
            for (Series series : Lineup.headline(options.turn(), options.variants())) {
                Series chosen = new Series(
                        series.name(),
                        series.limit(),
                        series.entries().stream()
                                .filter(e -> options.only().isEmpty()
                                        || options.only().contains(e.name())
                                        || options.variants().contains(e))
                                .toList());
                if (!chosen.entries().isEmpty()) {
                    console.step(
                            "Series %s: %d contestants",
                            chosen.name(), chosen.entries().size());
                    Results results = new SeriesRun(options, console, lab).run(chosen);
                    all.put(series.name(), results);
                    console.table(Tables.of(results));
                }
            }
        }
        return all;
    }
}
