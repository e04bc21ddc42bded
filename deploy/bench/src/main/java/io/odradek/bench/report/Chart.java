package io.odradek.bench.report;

import io.odradek.bench.measure.Line;
import io.odradek.bench.measure.Spread;
import io.odradek.quickstart.chart.Axis;
import io.odradek.quickstart.chart.Html;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One figure by another as a part of an SVG: medians as dots, least and greatest as whiskers. Pure.
 *
 * @param title above it
 * @param x below its horizontal axis
 * @param y above its vertical axis
 * @param marks at least one
 * @param others drawn in grey, for comparison
 * @param line through the marks
 * @param doubling whether the horizontal axis counts doublings
 */
record Chart(
        String title, String x, String y, List<Mark> marks, List<Mark> others, Optional<Line> line, boolean doubling) {
    /** Room for one. */
    static final int WIDTH = 420;

    /** Room for one. */
    static final int HEIGHT = 280;

    private static final int LEFT = 76;
    private static final int RIGHT = 396;
    private static final int TOP = 54;
    private static final int BOTTOM = 222;
    private static final int TICKS = 5;

    /** A measured point. */
    record Mark(double x, Spread y) {}

    Chart {
        marks = List.copyOf(marks);
        others = List.copyOf(others);
    }

    /** The elements, with their left upper corner at 0, 0. */
    String svg() {
        double[] xs = all().mapToDouble(mark -> place(mark.x())).sorted().toArray();
        double[] ys = all().flatMapToDouble(
                        mark -> DoubleStream.of(mark.y().min(), mark.y().max()))
                .sorted()
                .toArray();
        double first = doubling ? xs[0] : Math.min(0, xs[0]);
        double last = xs[xs.length - 1];
        Axis across = Axis.around(first, last, doubling ? (int) Math.max(1, last - first) : TICKS, LEFT, RIGHT);
        Axis up = Axis.around(Math.min(0, ys[0]), ys[ys.length - 1], TICKS, BOTTOM, TOP);
        StringBuilder svg = new StringBuilder();
        svg.append(Html.format("<text class=\"head\" x=\"12\" y=\"20\">%s</text>\n", Html.escape(title)));
        axes(svg, across, up);
        line.ifPresent(fitted -> svg.append(Html.format(
                "<line class=\"fit\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                across.pixel(first), up.pixel(fitted.at(first)), across.pixel(last), up.pixel(fitted.at(last)))));
        others.forEach(mark -> mark(svg, mark, "other", across, up));
        marks.forEach(mark -> mark(svg, mark, "mark", across, up));
        return svg.toString();
    }

    private Stream<Mark> all() {
        return Stream.concat(marks.stream(), others.stream());
    }

    private double place(double value) {
        return doubling ? Math.log(value) / Math.log(2) : value;
    }

    private void axes(StringBuilder svg, Axis across, Axis up) {
        svg.append(Html.format("<text class=\"tick\" x=\"12\" y=\"40\">%s</text>\n", Html.escape(y)));
        for (double tick : up.ticks()) {
            svg.append(Html.format(
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                            + "<text class=\"tick end\" x=\"%d\" y=\"%.1f\">%s</text>\n",
                    LEFT, up.pixel(tick), RIGHT, up.pixel(tick), LEFT - 8, up.pixel(tick) + 4, up.label(tick)));
        }
        for (double tick : across.ticks()) {
            svg.append(Html.format(
                    "<text class=\"tick mid\" x=\"%.1f\" y=\"%d\">%s</text>\n",
                    across.pixel(tick),
                    BOTTOM + 20,
                    doubling ? Html.format("%.0f", Math.pow(2, tick)) : across.label(tick)));
        }
        svg.append(Html.format(
                "<text class=\"tick mid\" x=\"%d\" y=\"%d\">%s</text>\n",
                (LEFT + RIGHT) / 2, BOTTOM + 40, Html.escape(x)));
    }

    private void mark(StringBuilder svg, Mark mark, String style, Axis across, Axis up) {
        double at = across.pixel(place(mark.x()));
        svg.append(Html.format(
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
                        + "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n",
                style,
                at,
                up.pixel(mark.y().min()),
                at,
                up.pixel(mark.y().max()),
                style,
                at,
                up.pixel(mark.y().median())));
    }
}
