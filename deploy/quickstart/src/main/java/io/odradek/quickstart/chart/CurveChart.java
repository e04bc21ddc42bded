package io.odradek.quickstart.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values by epoch as an inline SVG: one line a series, named at its end, axes with ticks. Pure.
 *
 * @param title what is shown, also for those who do not see it
 * @param unit of the vertical axis
 * @param series at least one; all of the same length
 * @param swapEpoch the epoch, from 1, that was trained while images flowed; marked in the chart
 */
public record CurveChart(String title, String unit, List<Series> series, int swapEpoch) {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 280;
    private static final int LEFT = 50;
    private static final int RIGHT = 398;
    private static final int TOP = 34;
    private static final int BOTTOM = 232;
    private static final int LABEL_GAP = 15;

    /**
     * A line.
     *
     * @param name written at its end
     * @param style CSS class
     * @param values one an epoch
     */
    public record Series(String name, String style, List<Double> values) {}

    private record EndLabel(Series series, double y) {}

    /** The {@code svg} element. */
    public String svg() {
        int epochs = series.get(0).values().size();
        double[] all = series.stream()
                .flatMap(s -> s.values().stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        Axis y = Axis.around(all[0], all[all.length - 1], 5, BOTTOM, TOP);
        Axis x = new Axis(1, Math.max(2, epochs), LEFT + 14, RIGHT - 6, 1);
        StringBuilder svg = new StringBuilder();
        svg.append(Html.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                WIDTH, HEIGHT, Html.escape(description())));
        swap(svg, x);
        grid(svg, y);
        epochs(svg, x, epochs);
        series.forEach(s -> line(svg, s, x, y));
        endLabels(y)
                .forEach(l -> svg.append(Html.format(
                        "<text class=\"name %s\" x=\"%d\" y=\"%.1f\">%s</text>\n",
                        l.series().style(),
                        RIGHT + 6,
                        l.y() + 4,
                        Html.escape(l.series().name()))));
        return svg.append("</svg>").toString();
    }

    private String description() {
        StringBuilder text = new StringBuilder(title + " by epoch. ");
        for (Series s : series) {
            List<Double> v = s.values();
            text.append(Html.format("%s: from %.4f to %.4f. ", s.name(), v.get(0), v.get(v.size() - 1)));
        }
        return text.toString().strip();
    }

    private void grid(StringBuilder svg, Axis y) {
        svg.append(Html.format("<text class=\"tick\" x=\"%d\" y=\"16\">%s</text>\n", 8, Html.escape(unit)));
        for (double tick : y.ticks()) {
            double pixel = y.pixel(tick);
            svg.append(Html.format(
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                            + "<text class=\"tick end\" x=\"%d\" y=\"%.1f\">%s</text>\n",
                    LEFT, pixel, RIGHT, pixel, LEFT - 8, pixel + 4, y.label(tick)));
        }
    }

    private static void epochs(StringBuilder svg, Axis x, int epochs) {
        int every = Math.max(1, (epochs + 9) / 10);
        for (int epoch = 1; epoch <= epochs; epoch += every) {
            svg.append(Html.format(
                    "<text class=\"tick mid\" x=\"%.1f\" y=\"%d\">%d</text>\n", x.pixel(epoch), BOTTOM + 20, epoch));
        }
        svg.append(Html.format(
                "<text class=\"tick mid\" x=\"%d\" y=\"%d\">epoch</text>\n", (LEFT + RIGHT) / 2, BOTTOM + 40));
    }

    private void swap(StringBuilder svg, Axis x) {
        double from = x.pixel(swapEpoch - 0.5);
        svg.append(Html.format(
                "<rect class=\"swap\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                        + "<text class=\"tick end\" x=\"%d\" y=\"%d\">trained while images flowed</text>\n",
                from, TOP, RIGHT - from, BOTTOM - TOP, RIGHT, TOP - 8));
    }

    private static void line(StringBuilder svg, Series s, Axis x, Axis y) {
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < s.values().size(); i++) {
            double px = x.pixel(i + 1);
            double py = y.pixel(s.values().get(i));
            points.append(Html.format("%.1f,%.1f ", px, py));
            dots.append(Html.format(
                    "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>epoch %d, %s: %.4f</title></circle>",
                    s.style(), px, py, i + 1, Html.escape(s.name()), s.values().get(i)));
        }
        svg.append("<polyline class=\"line " + s.style() + "\" points=\""
                + points.toString().strip() + "\"/>");
        svg.append(dots).append('\n');
    }

    /** The names at the ends of the lines, pushed apart where two ends are close. */
    private List<EndLabel> endLabels(Axis y) {
        List<EndLabel> wanted = series.stream()
                .map(s -> new EndLabel(s, y.pixel(s.values().get(s.values().size() - 1))))
                .sorted(Comparator.comparingDouble(EndLabel::y))
                .toList();
        List<EndLabel> placed = new ArrayList<>();
        IntStream.range(0, wanted.size()).forEach(i -> {
            double least = i == 0 ? 0 : placed.get(i - 1).y() + LABEL_GAP;
            placed.add(new EndLabel(
                    wanted.get(i).series(), Math.max(least, wanted.get(i).y())));
        });
        return placed;
    }
}
