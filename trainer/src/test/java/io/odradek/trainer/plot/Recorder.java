package io.odradek.trainer.plot;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was drawn on it. */
final class Recorder implements Canvas {
    final List<Point> points = new ArrayList<>();
    final List<Written> texts = new ArrayList<>();
    int curves;

    record Written(double x, double y, String text, Lettering lettering) {}

    static Recorder of(Plot plot) {
        Recorder recorder = new Recorder();
        plot.drawOn(recorder);
        return recorder;
    }

    List<String> words() {
        return texts.stream().map(Written::text).toList();
    }

    Written written(String text) {
        return texts.stream().filter(w -> w.text.equals(text)).findFirst().orElseThrow();
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Tone tone, boolean dashed) {
        points.add(new Point(x1, y1));
        points.add(new Point(x2, y2));
    }

    @Override
    public void curve(List<Point> line, Tone tone) {
        curves++;
        points.addAll(line);
    }

    @Override
    public void dot(double x, double y, Tone tone, String title) {
        points.add(new Point(x, y));
    }

    @Override
    public void area(double x, double y, double width, double height, Tone tone, double opacity, String title) {
        points.add(new Point(x, y));
        points.add(new Point(x + width, y + height));
    }

    @Override
    public void text(double x, double y, String text, Lettering lettering) {
        texts.add(new Written(x, y, text, lettering));
        points.add(new Point(x, y));
    }
}
