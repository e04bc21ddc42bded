package io.odradek.quickstart.chart;

import io.odradek.quickstart.measure.Latency;
import java.util.Arrays;

/** A distribution of latencies as an inline SVG, with the percentiles marked. Pure. */
public final class HistogramChart {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 206;
    private static final int LEFT = 10;
    private static final int RIGHT = 470;
    private static final int TOP = 62;
    private static final int BOTTOM = 160;
    private static final int BINS = 46;

    private HistogramChart() {}

    /** The {@code svg} element. */
    public static String svg(Latency latency) {
        Axis x = Axis.around(0, latency.p99() * 1.2, 6, LEFT, RIGHT);
        int[] counts = latency.histogram(BINS, x.high());
        int most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        StringBuilder svg = new StringBuilder(Html.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Histogram of %,d latencies: half are at most %.1f ms,"
                        + " 95 %% at most %.1f ms, 99 %% at most %.1f ms, the longest is %.1f ms.\">\n",
                WIDTH, HEIGHT, latency.sorted().length, latency.p50(), latency.p95(), latency.p99(), latency.max()));
        bars(svg, counts, most);
        for (double tick : x.ticks()) {
            svg.append(Html.format(
                    "<text class=\"tick mid\" x=\"%.1f\" y=\"%d\">%s</text>\n",
                    Math.min(RIGHT - 8, Math.max(LEFT + 4, x.pixel(tick))), BOTTOM + 18, x.label(tick)));
        }
        svg.append(Html.format(
                "<line class=\"base\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT, BOTTOM, RIGHT, BOTTOM));
        svg.append(Html.format("<text class=\"tick end\" x=\"%d\" y=\"%d\">ms</text>\n", RIGHT, BOTTOM + 36));
        mark(svg, x, "p50", latency.p50(), 0);
        mark(svg, x, "p95", latency.p95(), 1);
        mark(svg, x, "p99", latency.p99(), 2);
        return svg.append("</svg>").toString();
    }

    private static void bars(StringBuilder svg, int[] counts, int most) {
        double width = (double) (RIGHT - LEFT) / BINS;
        for (int bin = 0; bin < BINS; bin++) {
            double height = (double) counts[bin] / most * (BOTTOM - TOP);
            if (counts[bin] > 0) {
                svg.append(Html.format(
                        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        LEFT + bin * width + 0.5, BOTTOM - Math.max(1, height), width - 1, Math.max(1, height)));
            }
        }
        svg.append('\n');
    }

    /** Each on a line of its own, because they may be close. */
    private static void mark(StringBuilder svg, Axis x, String name, double value, int row) {
        double pixel = x.pixel(value);
        int y = 14 + row * 17;
        svg.append(Html.format(
                "<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>"
                        + "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s %.1f ms</text>\n",
                pixel, y - 9, pixel, BOTTOM, pixel + 5, y, name, value));
    }
}
