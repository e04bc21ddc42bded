package io.odradek.bench.run;

import io.odradek.bench.measure.Latencies;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.measure.Turn;
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
                .forEach((batch, micros) -> rows.add(List.of(
                        "bare inference, batch " + batch,
                        text(micros),
                        "",
                        text(micros),
                        rate(results.inferenceRates().getOrDefault(batch, micros)))));
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
                text(windows.of(Latencies.Window::p999)))));
        String title = String.format(Locale.ROOT, "ms at %,.0f images/s: median (least-most)", rate);
        return new Table(List.of(title, "p50", "p99", "p99.9"), rows);
    }

    /** Where a contestant's processor time goes, by kind of thread. */
    static String threads(Results results, String name) {
        return results.kinds(name).stream()
                .map(kind -> String.format(Locale.ROOT, "%s %.1f %%", kind, 100 * results.share(name, kind)))
                .collect(Collectors.joining(", ", name + ": ", ""));
    }

    private static String text(Spread spread) {
        return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", spread.median(), spread.min(), spread.max());
    }

    private static String rate(Spread spread) {
        return String.format(Locale.ROOT, "%,.0f", spread.median());
    }
}
