package io.odradek.trainer.plot;

import java.util.List;

/**
 * A surface to draw on. Coordinates and sizes are CSS pixels, x to the right, y downwards; titles are what a pointer
 * shows on a part, where the surface can. Not thread-safe.
 */
public interface Canvas {
    /** A thin line. */
    void line(double x1, double y1, double x2, double y2, Tone tone, boolean dashed);

    /** A strong line through points. */
    void curve(List<Point> points, Tone tone);

    /** A disc, 3 pixels in radius. */
    void dot(double x, double y, Tone tone, String title);

    /**
     * A filled rectangle.
     *
     * @param opacity 0 to 1
     * @param title may be empty
     */
    void area(double x, double y, double width, double height, Tone tone, double opacity, String title);

    /** One line of text whose baseline begins, is centred or ends at a point. */
    void text(double x, double y, String text, Lettering lettering);

    /** A place. */
    record Point(double x, double y) {}

    /** What a colour says. The page gives each another value in the dark. */
    enum Tone {
        /** Text to read first. */
        INK("ink", 0x16181d),
        /** Text beside it. */
        SOFT("soft", 0x5b616e),
        /** Lines that guide the eye. */
        RULE("rule", 0xe2e5ea),
        /** What the net learned from. */
        TRAIN("a", 0x8a919e),
        /** What the net is measured on, and what it got right. */
        MEASURED("b", 0x1f5fa8),
        /** What it got wrong; orange differs from blue to all eyes. */
        WRONG("c", 0xc4541c);

        private final String style;
        private final int light;

        Tone(String style, int light) {
            this.style = style;
            this.light = light;
        }

        /** Its CSS class. */
        String style() {
            return style;
        }

        /** Red, green and blue on white. */
        int light() {
            return light;
        }
    }

    /** Which part of a line of text is at its point. */
    enum Anchor {
        /** Its beginning. */
        START,
        /** Its middle. */
        MIDDLE,
        /** Its end. */
        END
    }

    /**
     * How text looks.
     *
     * @param size of the type, in pixels
     * @param degrees clockwise turn around its point
     */
    record Lettering(double size, Tone tone, boolean bold, Anchor anchor, int degrees) {
        /** Small and soft, for ticks and axes. */
        static Lettering soft(Anchor anchor) {
            return new Lettering(12.5, Tone.SOFT, false, anchor, 0);
        }

        /** The same, turned. */
        Lettering turned(int angle) {
            return new Lettering(size, tone, bold, anchor, angle);
        }

        /** The same, smaller or larger. */
        Lettering sized(double pixels) {
            return new Lettering(pixels, tone, bold, anchor, degrees);
        }

        /** The same, as the name of something. */
        Lettering named(Tone of) {
            return new Lettering(size, of, true, anchor, degrees);
        }
    }
}
