package io.odradek.bench.report;

import io.odradek.bench.entry.Matrix;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import io.odradek.quickstart.chart.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code scale.svg}: the streamer's figures as one thing grows, two charts in a row. Pure. */
public final class Charts {
    private static final int COLUMNS = 2;

    private static final String STYLE = """
            <style>
            text{font:13px sans-serif;fill:#222}.head{font-weight:bold}.end{text-anchor:end}.mid{text-anchor:middle}
            .tick{fill:#555}.grid{stroke:#ddd}.fit{stroke:#e08a3c;stroke-width:1.5}
            .mark{fill:#3b6fb6;stroke:#3b6fb6}.other{fill:#8f8f8f;stroke:#8f8f8f}
            svg{background:#fff}
            </style>
            """;

    private static final Map<String, String> UNITS = Map.of(
            Scale.MICROS, "processor time of an image, microseconds",
            Scale.SECONDS, "processor time, seconds");

    private Charts() {}

    /** Whether there is anything to show. */
    public static boolean any(Report report) {
        return !charts(report).isEmpty();
    }

    /** The text of the file. */
    public static String of(Report report) {
        List<Chart> charts = charts(report);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < charts.size(); i++) {
            body.append(Html.format(
                            "<g transform=\"translate(%d %d)\">\n",
                            i % COLUMNS * Chart.WIDTH, i / COLUMNS * Chart.HEIGHT))
                    .append(charts.get(i).svg())
                    .append("</g>\n");
        }
        int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
        return Html.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"The streamer's figures as one thing grows\">\n",
                        COLUMNS * Chart.WIDTH, rows * Chart.HEIGHT)
                + STYLE + body + "</svg>\n";
    }

    private static List<Chart> charts(Report report) {
        List<Chart> charts = new ArrayList<>();
        report.scales().forEach((name, scale) -> charts.add(chart(name, scale)));
        rates(report, Matrix.THREADS, Matrix.THREADS_SETTING).ifPresent(charts::add);
        rates(report, Matrix.BATCH, Matrix.BATCH_MAX).ifPresent(charts::add);
        return charts;
    }

    private static Chart chart(String name, Scale scale) {
        List<Chart.Mark> others = scale.points().stream()
                .filter(point -> !point.onLine() || point.figures().containsKey(Scale.INFERENCE))
                .map(point -> new Chart.Mark(
                        point.x(), point.figures().getOrDefault(Scale.INFERENCE, point.figure(scale.unit()))))
                .toList();
        List<Chart.Mark> marks = scale.points().stream()
                .filter(Scale.Point::onLine)
                .map(point -> new Chart.Mark(point.x(), point.figure(scale.unit())))
                .toList();
        String title = "By " + name
                + switch (name) {
                    case "model" -> "; grey: bare inference";
                    case "payload" -> ": PNG; grey: raw pixels";
                    default -> "";
                };
        return new Chart(
                title, scale.x(), UNITS.getOrDefault(scale.unit(), scale.unit()), marks, others, scale.line(), false);
    }

    private static Optional<Chart> rates(Report report, String series, String setting) {
        Results results = report.series().get(series);
        if (results == null) {
            return Optional.empty();
        }
        List<Chart.Mark> marks = results.names().stream()
                .map(name -> new Chart.Mark(
                        Double.parseDouble(results.entry(name).settings().getOrDefault(setting, "1")),
                        results.of(name, Turn::imagesPerSecond)))
                .toList();
        return Optional.of(new Chart("By " + series, setting, "images/s", marks, List.of(), Optional.empty(), true));
    }
}
