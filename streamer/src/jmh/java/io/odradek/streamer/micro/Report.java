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
import org.openjdk.jmh.util.ListStatistics;

/**
 * The table: for each benchmark the processor time, median of its rounds, and the bytes that it allocates. Where its class
 * has a benchmark {@code baseline}, the ratio to that with the same parameters stands beside it.
 */
final class Report {
    private static final String BASELINE = "baseline";
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final double MEDIAN = 50;

    private Report() {}

    /** What an operation of one benchmark took. */
    private record Line(String name, String parameters, double nanos, double least, double most, double bytes) {
        static Line of(RunResult result) {
            BenchmarkParams params = result.getParams();
            List<String> values = new ArrayList<>();
            params.getParamsKeys().forEach(key -> values.add(params.getParam(key)));
            ListStatistics nanos = rounds(result);
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

        private static ListStatistics rounds(RunResult result) {
            ListStatistics nanos = new ListStatistics();
            result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .map(round -> round.getSecondaryResults().get(ProcessorTime.NAME))
                    .forEach(round -> nanos.addValue(round == null ? Double.NaN : round.getScore()));
            return nanos;
        }

        /** The baseline of this one's class, with its parameters. */
        String baseline() {
            return name.substring(0, name.indexOf('.') + 1) + BASELINE + " " + parameters;
        }

        String print(double baseline) {
            return String.format(
                    Locale.ROOT,
                    "%-22s %-14s %,12.1f %,12.1f %,12.1f %9s %,12.0f%n",
                    name,
                    parameters,
                    nanos,
                    least,
                    most,
                    Double.isNaN(baseline) ? "" : String.format(Locale.ROOT, "x %.2f", nanos / baseline),
                    bytes);
        }
    }

    static void print(Collection<RunResult> results, PrintStream out) {
        List<Line> lines = results.stream().map(Line::of).toList();
        Map<String, Double> baselines = new TreeMap<>();
        lines.stream()
                .filter(line -> line.name().endsWith("." + BASELINE))
                .forEach(line -> baselines.put(line.baseline(), line.nanos()));
        out.printf(
                "%n%-22s %-14s %12s %12s %12s %9s %12s%n",
                "processor time", "of", "ns, median", "least", "most", "baseline", "bytes");
        lines.forEach(line -> out.print(line.print(baselines.getOrDefault(line.baseline(), Double.NaN))));
    }
}
