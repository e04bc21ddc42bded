package io.odradek.trainer.plot;

import java.util.List;
import java.util.Locale;

/** Draws a plot as an inline {@code svg} element; the page's style sheet gives the colours. Not thread-safe. */
public final class Svg implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    private Svg() {}

    /** The whole element, described in words. */
    public static String of(Plot plot) {
        Svg canvas = new Svg();
        plot.drawOn(canvas);
        return Markup.format(
                        "<svg viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\" aria-label=\"%3$s\">\n",
                        plot.width(), plot.height(), Markup.escape(plot.description()))
                + canvas.svg
                + "</svg>";
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Tone tone, boolean dashed) {
        svg.append(Markup.format(
                "<path class=\"thin %s%s\" d=\"M%s %sL%s %s\"/>\n",
                tone.style(), dashed ? " dashed" : "", number(x1), number(y1), number(x2), number(y2)));
    }

    @Override
    public void curve(List<Point> points, Tone tone) {
        StringBuilder list = new StringBuilder();
        points.forEach(p ->
                list.append(number(p.x())).append(',').append(number(p.y())).append(' '));
        svg.append("<polyline class=\"curve %s\" points=\"%s\"/>\n"
                .formatted(tone.style(), list.toString().strip()));
    }

    @Override
    public void dot(double x, double y, Tone tone, String title) {
        svg.append("<circle class=\"fill %s\" cx=\"%s\" cy=\"%s\" r=\"3\">%s</circle>\n"
                .formatted(tone.style(), number(x), number(y), title(title)));
    }

    @Override
    public void area(double x, double y, double width, double height, Tone tone, double opacity, String title) {
        svg.append("<rect class=\"fill %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
                .formatted(tone.style(), number(x), number(y), number(width), number(height)));
        svg.append(opacity == 1 ? "" : Markup.format(" fill-opacity=\"%.3f\"", opacity));
        svg.append(title.isEmpty() ? "/>\n" : ">" + title(title) + "</rect>\n");
    }

    @Override
    public void text(double x, double y, String text, Lettering lettering) {
        svg.append("<text class=\"fill %s %s%s\" font-size=\"%s\""
                .formatted(
                        lettering.tone().style(),
                        lettering.anchor().name().toLowerCase(Locale.ROOT),
                        lettering.bold() ? " bold" : "",
                        number(lettering.size())));
        svg.append(
                lettering.degrees() == 0
                        ? " x=\"%s\" y=\"%s\">".formatted(number(x), number(y))
                        : " transform=\"translate(%s %s) rotate(%d)\">"
                                .formatted(number(x), number(y), lettering.degrees()));
        svg.append(Markup.escape(text)).append("</text>\n");
    }

    private static String title(String title) {
        return title.isEmpty() ? "" : "<title>" + Markup.escape(title) + "</title>";
    }

    /** A tenth of a pixel is fine enough. */
    private static String number(double value) {
        String text = Markup.format("%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
