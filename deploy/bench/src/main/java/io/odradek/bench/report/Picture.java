package io.odradek.bench.report;

import io.odradek.bench.entry.Matrix;
import io.odradek.bench.measure.Turn;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import io.odradek.quickstart.chart.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code summary.svg}: what an image takes, contestant by contestant, as bars of application and broker. Pure. */
public final class Picture {
    private static final int WIDTH = 860;
    private static final int LEFT = 260;
    private static final int RIGHT = 780;
    private static final int ROW = 22;
    private static final int HEAD = 34;
    private static final int BAR = 14;

    private static final String STYLE = """
            <style>
            text{font:13px sans-serif;fill:#222}.head{font-weight:bold}.end{text-anchor:end}
            .inference{fill:#8f8f8f}.application{fill:#3b6fb6}.broker{fill:#e08a3c}
            svg{background:#fff}
            </style>
            """;

    /** @param sum the median of the sums, as the tables have it */
    private record Bar(String name, String style, double application, double broker, double sum) {}

    private static final Map<String, String> TITLES = Map.of(
            "bound",
            "The streamer beside its limits",
            "seed",
            "Beside other ways, seed net",
            "dense",
            "Beside other ways, dense net",
            "protocol",
            "The streamer by group protocol",
            Matrix.THREADS,
            "The streamer by threads",
            Matrix.BATCH,
            "The streamer by greatest batch");

    private Picture() {}

    /** The text of the file. */
    public static String of(Report report) {
        StringBuilder body = new StringBuilder();
        int y = HEAD;
        for (var series : report.series().entrySet()) {
            List<Bar> bars = bars(series.getValue());
            body.append(Html.format(
                    "<text class=\"head\" x=\"12\" y=\"%d\">%s: processor time of an image, microseconds</text>\n",
                    y, Html.escape(TITLES.getOrDefault(series.getKey(), series.getKey()))));
            double most = bars.stream().mapToDouble(Bar::sum).max().orElse(1);
            for (Bar bar : bars) {
                y += ROW;
                body.append(bar(bar, y, (RIGHT - LEFT) / most));
            }
            y += HEAD;
        }
        legend(body, y);
        return Html.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"Processor time of an image by contestant\">\n",
                        WIDTH, y + HEAD)
                + STYLE + body + "</svg>\n";
    }

    private static List<Bar> bars(Results results) {
        List<Bar> bars = new ArrayList<>();
        results.inference()
                .forEach((limit, micros) -> bars.add(new Bar(
                        "bare inference, batch " + limit.batch(), "inference", micros.median(), 0, micros.median())));
        for (String name : results.names()) {
            bars.add(new Bar(
                    name,
                    "application",
                    results.of(name, Turn::applicationMicros).median(),
                    results.of(name, Turn::brokerMicros).median(),
                    results.micros(name).median()));
        }
        return bars;
    }

    private static String bar(Bar bar, int y, double scale) {
        double first = bar.application() * scale;
        double second = bar.broker() * scale;
        return Html.format(
                "<text class=\"end\" x=\"%d\" y=\"%d\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\""
                        + " height=\"%d\"/><rect class=\"broker\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%.1f</text>\n",
                LEFT - 8,
                y,
                Html.escape(bar.name()),
                bar.style(),
                LEFT,
                y - BAR + 2,
                first,
                BAR,
                LEFT + first,
                y - BAR + 2,
                second,
                BAR,
                LEFT + first + second + 6,
                y,
                bar.sum());
    }

    private static void legend(StringBuilder body, int y) {
        String[] styles = {"inference", "application", "broker"};
        int x = LEFT;
        for (String style : styles) {
            body.append(Html.format(
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"14\" height=\"14\"/><text x=\"%d\" y=\"%d\">%s</text>\n",
                    style, x, y - BAR + 2, x + 20, y, style));
            x += 120;
        }
    }
}
