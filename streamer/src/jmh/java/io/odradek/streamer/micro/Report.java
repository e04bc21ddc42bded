package io.odradek.streamer.micro;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The table: for each benchmark the median of its rounds, and the bytes that it allocates. Where its class has a benchmark
 * {@code baseline}, the ratio to that with the same parameters stands beside it.
 */
final class Report {
    private static final String BASELINE = "baseline";
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final double MEDIAN = 50;

    private Report() {}

    /** What one benchmark took. */
    private record Line(String name, String parameters, double nanos, double least, double most, double bytes) {
        static Line of(RunResult result) {
            BenchmarkParams params = result.getParams();
            List<String> values = new ArrayList<>();
            params.getParamsKeys().forEach(key -> values.add(params.getParam(key)));
            var nanos = result.getPrimaryResult().getStatistics();
            Result<?> bytes = result.getSecondaryResults().get(BYTES);
            String[] names = params.getBenchmark().split("\\.", -1);
            return new Line(
                    names[names.length - 2].replace("Benchmark", "") + "." + names[names.length - 1],
                    String.join(" ", values),
                    nanos.getPercentile(MEDIAN),
                    nanos.getMin(),
                    nanos.getMax(),
                    bytes == null ? Double.NaN : bytes.getScore());
        }

        /** What {@link #parameters} of which benchmark this is to be compared with. */
        String baseline() {
            return name.substring(0, name.indexOf('.') + 1) + BASELINE + " " + parameters;
        }
    }

    static void print(Collection<RunResult> results, PrintStream out) {
        List<Line> lines = results.stream().map(Line::of).toList();
        Map<String, Double> baselines = new TreeMap<>();
        lines.stream()
                .filter(line -> line.name().endsWith("." + BASELINE))
                .forEach(line -> baselines.put(line.baseline(), line.nanos()));
        out.printf(
                Locale.ROOT,
                "%-22s %-14s %12s %25s %9s %14s%n",
                "benchmark",
                "of",
                "ns, median",
                "least to most",
                "baseline",
                "bytes");
        for (Line line : lines) {
            Double baseline = baselines.get(line.baseline());
            out.printf(
                    Locale.ROOT,
                    "%-22s %-14s %,12.1f %25s %9s %,14.0f%n",
                    line.name(),
                    line.parameters(),
                    line.nanos(),
                    String.format(Locale.ROOT, "%,.1f to %,.1f", line.least(), line.most()),
                    baseline == null ? "" : String.format(Locale.ROOT, "x %.2f", line.nanos() / baseline),
                    line.bytes());
        }
    }
}
