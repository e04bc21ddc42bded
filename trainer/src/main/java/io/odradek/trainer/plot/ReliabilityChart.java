package io.odradek.trainer.plot;

import io.odradek.trainer.plot.Canvas.Anchor;
import io.odradek.trainer.plot.Canvas.Lettering;
import io.odradek.trainer.plot.Canvas.Point;
import io.odradek.trainer.plot.Canvas.Tone;
import java.util.List;

/**
 * A reliability diagram: what share of the images of like confidence is right, beside the diagonal of a net that is as
 * good as it says; below it, how many images have that confidence. Pure.
 *
 * @param bins in ascending order of confidence
 */
public record ReliabilityChart(List<Bin> bins) implements Plot {
    private static final int LEFT = 48;
    private static final int SIDE = 320;
    private static final int TOP = 34;
    private static final int BAND_TOP = TOP + SIDE + 40;
    private static final int BAND = 64;

    /** Copies the list. */
    public ReliabilityChart {
        bins = List.copyOf(bins);
    }

    /**
     * Images of like confidence. All but the number are shares, 0 to 1.
     *
     * @param from least confidence
     * @param to greatest confidence
     * @param images how many; 0 leaves the rest without meaning
     * @param confidence mean
     * @param accuracy share that is right
     * @param low lower end of the accuracy's 95% interval
     * @param high upper end
     */
    public record Bin(
            double from, double to, int images, double confidence, double accuracy, double low, double high) {}

    @Override
    public int width() {
        return 470;
    }

    @Override
    public int height() {
        return BAND_TOP + BAND + 46;
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder("Reliability diagram.");
        for (Bin bin : bins) {
            if (bin.images > 0) {
                text.append(' ').append(title(bin)).append('.');
            }
        }
        return text.toString();
    }

    @Override
    public void drawOn(Canvas canvas) {
        Axis x = new Axis(0, 100, LEFT, LEFT + SIDE, 20);
        Axis y = new Axis(0, 100, TOP + SIDE, TOP, 20);
        canvas.text(LEFT - 40, 14, "right (% of the images in a bin)", Lettering.soft(Anchor.START));
        for (double tick : y.ticks()) {
            canvas.line(LEFT, y.pixel(tick), LEFT + SIDE, y.pixel(tick), Tone.RULE, false);
            canvas.text(LEFT - 8, y.pixel(tick) + 4.5, y.label(tick), Lettering.soft(Anchor.END));
        }
        canvas.line(x.pixel(0), y.pixel(0), x.pixel(100), y.pixel(100), Tone.SOFT, true);
        canvas.text(LEFT + SIDE + 6, TOP + 4.5, "as sure as right", Lettering.soft(Anchor.START));
        // No line through the points: it would jump through bins of a few images.
        for (Bin bin : bins.stream().filter(bin -> bin.images > 0).toList()) {
            Point p = point(bin, x, y);
            canvas.line(p.x(), y.pixel(bin.low * 100), p.x(), y.pixel(bin.high * 100), Tone.MEASURED, false);
            canvas.dot(p.x(), p.y(), Tone.MEASURED, title(bin));
        }
        drawBand(canvas, x);
    }

    private void drawBand(Canvas canvas, Axis x) {
        int most = Math.max(1, bins.stream().mapToInt(Bin::images).max().orElse(1));
        int bottom = BAND_TOP + BAND;
        canvas.text(
                LEFT - 40, BAND_TOP - 14, Markup.format("images (at most %,d)", most), Lettering.soft(Anchor.START));
        for (Bin bin : bins) {
            double from = x.pixel(bin.from * 100);
            double height = bin.images == 0 ? 0 : Math.max(1, (double) bin.images / most * BAND);
            double width = x.pixel(bin.to * 100) - from - 1;
            canvas.area(from, bottom - height, width, height, Tone.MEASURED, 1, title(bin));
        }
        canvas.line(LEFT, bottom, LEFT + SIDE, bottom, Tone.RULE, false);
        for (double tick : x.ticks()) {
            canvas.text(x.pixel(tick), bottom + 18, x.label(tick), Lettering.soft(Anchor.MIDDLE));
        }
        canvas.text(LEFT + SIDE / 2.0, bottom + 38, "confidence (%)", Lettering.soft(Anchor.MIDDLE));
    }

    private static Point point(Bin bin, Axis x, Axis y) {
        return new Point(x.pixel(bin.confidence * 100), y.pixel(bin.accuracy * 100));
    }

    private static String title(Bin bin) {
        return Markup.format(
                "%,d images at %.0f to %.0f %% confidence: %.1f %% right",
                bin.images, bin.from * 100, bin.to * 100, bin.accuracy * 100);
    }
}
