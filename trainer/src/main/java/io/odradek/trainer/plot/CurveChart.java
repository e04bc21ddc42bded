package io.odradek.trainer.plot;

import io.odradek.trainer.plot.Canvas.Anchor;
import io.odradek.trainer.plot.Canvas.Lettering;
import io.odradek.trainer.plot.Canvas.Point;
import io.odradek.trainer.plot.Canvas.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values by epoch: one line a series, named at its end, axes with ticks; a single epoch is a dot. Pure.
 *
 * @param title what is shown
 * @param unit of the vertical axis, written above it
 * @param epochs numbers of the epochs, ascending, at least one
 * @param series at least one, each with a value an epoch
 */
public record CurveChart(String title, String unit, List<Integer> epochs, List<Series> series) implements Plot {
    private static final int LEFT = 44;
    private static final int RIGHT = 384;
    private static final int TOP = 34;
    private static final int BOTTOM = 232;
    private static final int NAME_GAP = 15;
    private static final int MOST_DOTS = 40;

    /** Copies the lists. */
    public CurveChart {
        epochs = List.copyOf(epochs);
        series = List.copyOf(series);
    }

    /**
     * A line.
     *
     * @param name written at its end
     * @param values one an epoch
     */
    public record Series(String name, Tone tone, List<Double> values) {
        /** Copies the list. */
        public Series {
            values = List.copyOf(values);
        }

        private double last() {
            return values.get(values.size() - 1);
        }
    }

    private record Name(Series series, double y) {}

    @Override
    public int width() {
        return 470;
    }

    @Override
    public int height() {
        return 280;
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder(title + ", " + unit + ".");
        for (Series s : series) {
            text.append(Markup.format(" %s: %.4g after epoch %d", s.name, s.values.get(0), epochs.get(0)));
            text.append(epochs.size() == 1 ? "." : Markup.format(", %.4g after epoch %d.", s.last(), last()));
        }
        return text.toString();
    }

    @Override
    public void drawOn(Canvas canvas) {
        double[] all = series.stream()
                .flatMap(s -> s.values.stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        Axis x = Axis.counting(epochs.get(0), last(), 10, LEFT + 14, RIGHT - 8);
        Axis y = Axis.around(all[0], all[all.length - 1], 5, BOTTOM, TOP);
        drawAxes(canvas, x, y);
        series.forEach(s -> draw(canvas, s, x, y));
        names(y).forEach(name -> canvas.text(
                RIGHT + 6,
                name.y + 4.5,
                name.series.name,
                Lettering.soft(Anchor.START).named(name.series.tone == Tone.TRAIN ? Tone.SOFT : name.series.tone)));
    }

    private void drawAxes(Canvas canvas, Axis x, Axis y) {
        canvas.text(LEFT - 36, 14, unit, Lettering.soft(Anchor.START));
        for (double tick : y.ticks()) {
            canvas.line(LEFT, y.pixel(tick), RIGHT, y.pixel(tick), Tone.RULE, false);
            canvas.text(LEFT - 8, y.pixel(tick) + 4.5, y.label(tick), Lettering.soft(Anchor.END));
        }
        for (double tick : x.ticks()) {
            if (tick >= epochs.get(0) && tick <= last()) {
                canvas.text(x.pixel(tick), BOTTOM + 20, x.label(tick), Lettering.soft(Anchor.MIDDLE));
            }
        }
        canvas.text((LEFT + RIGHT) / 2.0, BOTTOM + 41, "epoch", Lettering.soft(Anchor.MIDDLE));
    }

    private void draw(Canvas canvas, Series s, Axis x, Axis y) {
        List<Point> points = IntStream.range(0, epochs.size())
                .mapToObj(i -> new Point(x.pixel(epochs.get(i)), y.pixel(s.values.get(i))))
                .toList();
        if (points.size() > 1) {
            canvas.curve(points, s.tone);
        }
        for (int i = 0; i < points.size() && points.size() <= MOST_DOTS; i++) {
            String title = Markup.format("epoch %d, %s: %.4g", epochs.get(i), s.name, s.values.get(i));
            canvas.dot(points.get(i).x(), points.get(i).y(), s.tone, title);
        }
    }

    /** The names at the ends of the lines, pushed apart where two ends are close, none below the axis. */
    private List<Name> names(Axis y) {
        List<Name> placed = new ArrayList<>();
        series.stream()
                .map(s -> new Name(s, y.pixel(s.last())))
                .sorted(Comparator.comparingDouble(Name::y))
                .forEach(name -> placed.add(new Name(
                        name.series,
                        placed.isEmpty() ? name.y : Math.max(name.y, placed.get(placed.size() - 1).y + NAME_GAP))));
        double below = Math.max(0, placed.get(placed.size() - 1).y - BOTTOM);
        return placed.stream()
                .map(name -> new Name(name.series, name.y - below))
                .toList();
    }

    private int last() {
        return epochs.get(epochs.size() - 1);
    }
}
