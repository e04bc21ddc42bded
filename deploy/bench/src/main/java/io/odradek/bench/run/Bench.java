package io.odradek.bench.run;

import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.Series;
import io.odradek.bench.measure.Turn;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.util.List;

/** One run. Used by one thread. */
public final class Bench {
    /** Of the streamer's throughput, while models are reloaded. */
    private static final double RELOAD_LOAD = 0.5;

    private final Options options;
    private final Console console;
    private final Children children;

    /** Prepares nothing yet; children stop with this process. */
    public Bench(Options options, Console console, Children children) {
        this.options = options;
        this.console = console;
        this.children = children;
    }

    /** Measures everything that was asked for. */
    public Report run() throws InterruptedException {
        Report report = new Report();
        try (Lab lab = Lab.open(options, children)) {
            if (options.parts().contains(Options.Part.THROUGHPUT)) {
                for (Series series : Lineup.headline(options.turn(), options.variants())) {
                    series(lab, chosen(series), report);
                }
            }
            if (options.parts().contains(Options.Part.START)) {
                console.step("Starts of the streamer");
                report.start(new StartRun(options, lab).run());
            }
            Results bound = report.series().get("bound");
            if (options.parts().contains(Options.Part.RELOAD) && bound != null && bound.has(Lineup.ODRADEK)) {
                console.step("Latency with and without reloads");
                double rate = RELOAD_LOAD
                        * bound.of(Lineup.ODRADEK, Turn::imagesPerSecond).median();
                report.reload(new ReloadRun(options, lab).run(rate));
            }
        } catch (IOException e) {
            throw new Failure("cannot read the net: " + e.getMessage(), e);
        }
        return report;
    }

    private void series(Lab lab, Series series, Report report) throws InterruptedException {
        if (!series.entries().isEmpty()) {
            console.step(
                    "Series %s: %d contestants", series.name(), series.entries().size());
            Results results = new SeriesRun(options, console, lab).run(series);
            report.add(series.name(), results);
            console.table(Tables.of(results));
            results.names().forEach(name -> console.line(Tables.threads(results, name)));
        }
    }

    private Series chosen(Series series) {
        return new Series(
                series.name(),
                series.limit(),
                series.entries().stream()
                        .filter(entry -> options.only().isEmpty()
                                || options.only().contains(entry.name())
                                || options.variants().contains(entry))
                        .toList());
    }

    /** Steps that a run of all parts has. */
    public static int steps() {
        return Lineup.headline(1, List.of()).size() + 2;
    }
}
