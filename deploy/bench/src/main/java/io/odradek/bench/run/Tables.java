package io.odradek.bench.run;

import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Line;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.process.ProcessorTime;
import io.odradek.quickstart.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results for people at a terminal. Pure. */
final class Tables {
    private Tables() {}

    static Table of(Results results) {
        List<List<String>> rows = new ArrayList<>();
        results.inference()
                .forEach((limit, micros) -> rows.add(List.of(
                        "bare inference, batch " + limit.batch(),
                        text(micros),
                        "",
                        text(micros),
                        rate(results.inferenceRates().getOrDefault(limit, micros)))));
        for (String name : results.names()) {
            rows.add(List.of(
                    name,
                    text(results.of(name, Turn::applicationMicros)),
                    text(results.of(name, Turn::brokerMicros)),
                    text(results.micros(name)),
                    rate(results.of(name, Turn::imagesPerSecond))));
        }
        return new Table(
                List.of("CPU us an image: median (least-most)", "application", "broker", "sum", "images/s"), rows);
    }

    /** Latencies at a rate. */
    static Table of(double rate, Map<String, Latencies> latencies) {
        List<List<String>> rows = new ArrayList<>();
        latencies.forEach((name, windows) -> rows.add(List.of(
                name,
                text(windows.of(Latencies.Window::p50)),
                text(windows.of(Latencies.Window::p99)),
                text(windows.of(Latencies.Window::p999)),
                percent(windows.stolen()),
                percent(windows.compilers()))));
        String title = String.format(Locale.ROOT, "ms at %,.0f images/s: median (least-most)", rate);
        return new Table(List.of(title, "p50", "p99", "p99.9", "stolen", "compilers"), rows);
    }

    /** What becomes of its figures as one thing grows, each figure that all points have in a column. */
    static Table of(Scale scale) {
        List<String> figures = scale.points().stream()
                .flatMap(point -> point.figures().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<String> header = new ArrayList<>(List.of("median (least-most) by " + scale.x(), "x"));
        header.addAll(figures);
        List<List<String>> rows = new ArrayList<>();
        for (Scale.Point point : scale.points()) {
            List<String> row = new ArrayList<>(List.of(point.name(), number(point.x())));
            figures.forEach(figure -> row.add(numbers(point.figure(figure))));
            rows.add(row);
        }
        return new Table(header, rows);
    }

    /** How straight it is. */
    static String line(Scale scale, Line line) {
        return String.format(
                Locale.ROOT,
                "%s = %.4g + %.4g x, greatest deviation %.1f %%",
                scale.unit(),
                line.intercept(),
                line.slope(),
                100 * line.greatestDeviation());
    }

    /** Where a contestant's processor time goes, by kind of thread, and how much of the broker's its compilers took. */
    static String threads(Results results, String name) {
        return results.kinds(name).stream()
                .map(kind -> share(kind, results.share(name, kind)))
                .collect(Collectors.joining(
                        ", ",
                        name + ": ",
                        "; broker: "
                                + share(
                                        ProcessorTime.COMPILER,
                                        results.of(name, Turn::brokerCompilers).median())));
    }

    private static String share(String kind, double share) {
        return String.format(Locale.ROOT, "%s %.1f %%", kind, 100 * share);
    }

    private static String numbers(Spread spread) {
        return number(spread.median()) + " (" + number(spread.min()) + "-" + number(spread.max()) + ")";
    }

    /** With three digits or more, whatever its size. */
    private static String number(double value) {
        double size = Math.abs(value);
        String pattern = value == Math.rint(value) || size >= 1_000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, pattern, value);
    }

    private static String text(Spread spread) {
        return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", spread.median(), spread.min(), spread.max());
    }

    private static String percent(Spread share) {
        return String.format(
                Locale.ROOT, "%.1f %% (%.1f-%.1f)", 100 * share.median(), 100 * share.min(), 100 * share.max());
    }

    private static String rate(Spread spread) {
        return String.format(Locale.ROOT, "%,.0f", spread.median());
    }
}
