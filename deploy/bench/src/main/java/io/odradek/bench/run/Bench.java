package io.odradek.bench.run;

import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.Matrix;
import io.odradek.bench.entry.Series;
import io.odradek.bench.measure.Turn;
import io.odradek.quickstart.console.Console;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** One run. Used by one thread. */
public final class Bench {
    /** Of what the streamer sustains, or of its throughput where that was not measured, while models are reloaded. */
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

    /**
     * Measures everything that was asked for.
     *
     * @param report gets the results of each step when it has ended
     */
    public void run(Report report) throws InterruptedException {
        try (Lab lab = Lab.open(options, children)) {
            if (options.parts().contains(Options.Part.THROUGHPUT)) {
                for (Series series : Lineup.headline(options.turn(), options.variants())) {
                    series(lab, options.chosen(series), options.headline(), report);
                }
            }
            if (options.parts().contains(Options.Part.START)) {
                console.step("Starts of the streamer");
                report.start(new StartRun(options, lab).run());
            }
            Results bound = report.series().get("bound");
            if (options.parts().contains(Options.Part.RELOAD) && bound != null && bound.has(Lineup.ODRADEK)) {
                console.step("Latency with and without reloads");
                OptionalDouble sustained = bound.sustained(Lineup.ODRADEK);
                double most = sustained.orElseGet(
                        () -> bound.of(Lineup.ODRADEK, Turn::imagesPerSecond).median());
                if (sustained.isEmpty()) {
                    console.line("at half of the throughput: what is sustained is measured with LATENCY");
                }
                report.reload(new ReloadRun(options, lab).run(RELOAD_LOAD * most));
            }
            if (options.parts().contains(Options.Part.MATRIX)) {
                for (Series series : Matrix.series(options.shortTurn(), options.brief())) {
                    series(lab, options.chosen(series), options.matrix(), report);
                }
            }
            if (options.parts().contains(Options.Part.SCALE)) {
                new ScaleRun(options, console, lab).run(report);
            }
        } catch (IOException e) {
            throw new Failure("cannot read the net: " + e.getMessage(), e);
        }
    }

    private void series(Lab lab, Series series, Effort effort, Report report) throws InterruptedException {
        if (!series.entries().isEmpty()) {
            console.step(
                    "Series %s: %d contestants", series.name(), series.entries().size());
            Results results = new SeriesRun(options, effort, console, lab).run(series);
            report.add(series.name(), results);
            console.table(Tables.of(results));
            results.names().forEach(name -> console.line(Tables.threads(results, name)));
        }
    }

    /** Steps that a run of these parts has. */
    public static int steps(Set<Options.Part> parts) {
        return parts.stream().mapToInt(Bench::steps).sum();
    }

    private static int steps(Options.Part part) {
        return switch (part) {
            case THROUGHPUT -> Lineup.headline(1, List.of()).size();
            case LATENCY -> 0;
            case START, RELOAD -> 1;
            case MATRIX -> Matrix.series(1, true).size();
            case SCALE -> ScaleRun.STEPS;
        };
    }
}
