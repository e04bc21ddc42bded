package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Growth;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Series;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Turn;
import io.odradek.quickstart.console.Console;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The streamer as one thing grows and all else stays. */
final class ScaleRun {
    /** Series of a whole run. */
    static final int STEPS = 5;

    private final Options options;
    private final Console console;
    private final Feed feed;
    private final SeriesRun seriesRun;

    ScaleRun(Options options, Console console, Lab lab) {
        this.options = options;
        this.console = console;
        this.feed = lab.feed();
        this.seriesRun = new SeriesRun(options, options.matrix(), console, lab);
    }

    void run(Report report) throws InterruptedException {
        Growth growth = new Growth(options.shortTurn(), options.brief());
        if (options.isChosen(growth.images())) {
            console.step("Scale: images");
            Results results = seriesRun.run(growth.images(), growth.turns());
            add(report, "images", "images", Scale.SECONDS, results, Entry::images);
        }
        series(report, growth.partitions(), "partitions", Entry::partitions);
        series(report, growth.payload(), "bytes of an image", entry -> bytes(entry.payload()));
        series(report, growth.model(), "MFLOP of an image", entry -> entry.net().mflop());
        series(report, growth.instances(), "instances", Entry::instances);
    }

    private void series(Report report, Series all, String what, ToDoubleFunction<Entry> x) throws InterruptedException {
        Series series = options.chosen(all);
        if (!series.entries().isEmpty()) {
            console.step(
                    "Scale: %s, %d contestants", series.name(), series.entries().size());
            add(report, series.name(), what, Scale.MICROS, seriesRun.run(series), x);
        }
    }

    private void add(Report report, String name, String what, String unit, Results results, ToDoubleFunction<Entry> x) {
        List<Scale.Point> points = results.names().stream()
                .map(contestant -> point(results, contestant, x))
                .toList();
        Scale scale = Scale.of(what, unit, points);
        report.add(name, scale);
        console.table(Tables.of(scale));
        scale.line().ifPresent(line -> console.line(Tables.line(scale, line)));
    }

    private static Scale.Point point(Results results, String name, ToDoubleFunction<Entry> x) {
        Entry entry = results.entry(name);
        Spread micros = results.micros(name);
        Map<String, Spread> figures = new HashMap<>();
        figures.put(Scale.MICROS, micros);
        figures.put(Scale.SECONDS, results.of(name, turn -> turn.micros() * turn.images() / 1e6));
        figures.put(Scale.RATE, results.of(name, Turn::imagesPerSecond));
        NetName net = entry.net();
        if (net.isConvolution()) {
            Spread inference = results.leastInference(net);
            figures.put(Scale.INFERENCE, inference);
            figures.put(Scale.OVERHEAD, micros.minus(inference));
        }
        Payload payload = entry.payload();
        Map<String, Double> facts =
                Map.of("images", (double) entry.images(), "pixels", (double) payload.side() * payload.side());
        // Beside PNGs, raw pixels are something else.
        boolean onLine = net != NetName.RESIZE || payload.isNoisy();
        return new Scale.Point(name, x.applyAsDouble(entry), onLine, facts, figures);
    }

    private double bytes(Payload payload) {
        return feed.values(payload).stream()
                .mapToInt(value -> value.length)
                .average()
                .orElse(0);
    }
}
