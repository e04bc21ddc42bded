package io.odradek.trainer.plot;

import io.odradek.trainer.TrainerException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;

/** Draws plots as PNG files for light paper, twice as many pixels as CSS pixels. Not thread-safe. */
public final class Raster implements Canvas {
    private static final int SCALE = 2;
    private static final int MARGIN = 24;
    private static final int HEADING = 62;
    private static final float[] DASHES = {3, 3};
    private static final Lettering TITLE = new Lettering(18, Tone.INK, true, Anchor.START, 0);

    static {
        // No window is wanted, also where there is a screen.
        System.setProperty("java.awt.headless", "true");
    }

    private final Graphics2D graphics;

    private Raster(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /**
     * Tells before a training is spent whether pictures can be drawn.
     *
     * @throws TrainerException when Java finds no font
     */
    public static void requireFont() {
        try {
            bounds("0", font(TITLE));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new TrainerException(
                    "Java finds no font for the pictures of the report; install one, such as Debian's fontconfig and"
                            + " fonts-dejavu-core, or leave the report out with --no-report",
                    e);
        }
    }

    /**
     * A PNG file of {@code plots} side by side.
     *
     * @param title what is to be seen
     * @param note a line below it
     */
    public static byte[] png(String title, String note, List<? extends Plot> plots) {
        int width = plots.stream().mapToInt(Plot::width).sum() + MARGIN * (plots.size() - 1);
        int height = plots.stream().mapToInt(Plot::height).max().orElse(0);
        return png(title, note, width, height, canvas -> {
            for (Plot plot : plots) {
                plot.drawOn(canvas);
                canvas.graphics.translate(plot.width() + MARGIN, 0);
            }
        });
    }

    /** A PNG file of {@code grid}, under the same heading. */
    public static byte[] png(String title, String note, PictureGrid grid) {
        return png(title, note, grid.width(), grid.height(), grid::drawOn);
    }

    private static byte[] png(String title, String note, int plotWidth, int plotHeight, Consumer<Raster> content) {
        Lettering small = Lettering.soft(Anchor.START).sized(13);
        double heading = Math.max(width(title, TITLE), width(note, small));
        int width = (int) Math.ceil(Math.max(plotWidth, heading)) + 2 * MARGIN;
        int height = plotHeight + HEADING + 2 * MARGIN;
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(SCALE, SCALE);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            graphics.translate(MARGIN, MARGIN);
            Raster canvas = new Raster(graphics);
            canvas.text(0, 16, title, TITLE);
            canvas.text(0, 38, note, small);
            graphics.translate(0, HEADING);
            content.accept(canvas);
        } finally {
            graphics.dispose();
        }
        return Picture.png(image);
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Tone tone, boolean dashed) {
        color(tone, 1);
        graphics.setStroke(
                dashed
                        ? new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, DASHES, 0)
                        : new BasicStroke(1));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void curve(List<Point> points, Tone tone) {
        Path2D.Double path = new Path2D.Double();
        for (Point point : points) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(point.x(), point.y());
            } else {
                path.lineTo(point.x(), point.y());
            }
        }
        color(tone, 1);
        graphics.setStroke(new BasicStroke(2.25f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(path);
    }

    @Override
    public void dot(double x, double y, Tone tone, String title) {
        color(tone, 1);
        graphics.fill(new Ellipse2D.Double(x - 3, y - 3, 6, 6));
    }

    @Override
    public void area(double x, double y, double width, double height, Tone tone, double opacity, String title) {
        color(tone, opacity);
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void text(double x, double y, String text, Lettering lettering) {
        double width = width(text, lettering);
        double shift = switch (lettering.anchor()) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(Math.toRadians(lettering.degrees()));
        graphics.setFont(font(lettering));
        color(lettering.tone(), 1);
        graphics.drawString(text, (float) -shift, 0);
        graphics.setTransform(before);
    }

    /** Text as {@link #text} with an end, cut before the end to {@code width} pixels. */
    void text(double x, double y, String text, String end, Lettering lettering, double width) {
        String tail = end.isEmpty() ? "" : " " + end;
        String shown = text;
        for (int n = text.codePointCount(0, text.length()); n > 1 && width(shown + tail, lettering) > width; n--) {
            shown = Markup.clip(text, n - 1);
        }
        text(x, y, shown + tail, lettering);
    }

    /** A picture, as large as fits into a square on black: small ones as crisp pixels, large ones smoothly. */
    void picture(Picture picture, double x, double y, double side) {
        BufferedImage image = picture.image();
        double scale = side / Math.max(image.getWidth(), image.getHeight());
        double width = image.getWidth() * scale;
        double height = image.getHeight() * scale;
        graphics.setColor(Color.BLACK);
        graphics.fill(new Rectangle2D.Double(x, y, side, side));
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                scale * SCALE >= 1
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        AffineTransform place = AffineTransform.getTranslateInstance(x + (side - width) / 2, y + (side - height) / 2);
        place.scale(scale, scale);
        graphics.drawImage(image, place, null);
    }

    private void color(Tone tone, double opacity) {
        graphics.setColor(new Color(tone.light() | ((int) Math.round(opacity * 255) << 24), true));
    }

    private static double width(String text, Lettering lettering) {
        return text.isEmpty() ? 0 : bounds(text, font(lettering)).getWidth();
    }

    private static Rectangle2D bounds(String text, Font font) {
        return font.getStringBounds(text, new FontRenderContext(null, true, true));
    }

    private static Font font(Lettering lettering) {
        return new Font(Font.SANS_SERIF, lettering.bold() ? Font.BOLD : Font.PLAIN, 1)
                .deriveFont((float) lettering.size());
    }
}
