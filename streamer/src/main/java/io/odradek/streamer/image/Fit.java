package io.odradek.streamer.image;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of an image that has not the model's height and width: {@code odradek.input.fit}. */
public enum Fit {
    /** It is refused. */
    EXACT,
    /** It is stretched or squeezed. */
    RESIZE,
    /** It keeps its proportions, covers height and width, and what juts out on two sides is cut off. */
    CROP;

    /**
     * The rule of that name.
     *
     * @throws IllegalArgumentException when there is none; it says which there are
     */
    public static Fit named(String name) {
        for (Fit fit : values()) {
            if (fit.key().equals(name)) {
                return fit;
            }
        }
        throw new IllegalArgumentException("fit is \"" + name + "\", served: "
                + Stream.of(values()).map(Fit::key).collect(Collectors.joining(", ")));
    }

    /** As the contract writes it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Brings planes to the model's size.
     *
     * @param planes uint8 values of an image in its own size, channel, height, width
     * @return those of the model's size; the same array where nothing is to be done
     */
    byte[] apply(byte[] planes, int height, int width, InputSpec spec) {
        if (this == EXACT || (height == spec.height() && width == spec.width())) {
            return planes;
        }
        Scaling rows = Scaling.whole(height, spec.height());
        Scaling columns = Scaling.whole(width, spec.width());
        if (this == CROP) {
            // Compared as fractions: the image is wider than the model's, or it is not.
            if ((long) width * spec.height() >= (long) height * spec.width()) {
                columns = Scaling.middle(width, covering(width, spec.height(), height), spec.width());
            } else {
                rows = Scaling.middle(height, covering(height, spec.width(), width), spec.height());
            }
        }
        return Scaling.both(planes, rows, columns);
    }

    /** {@code side} in the proportion that brings the other side from {@code from} to {@code to}, half rounded up. */
    private static long covering(int side, int to, int from) {
        return (2L * side * to + from) / (2L * from);
    }
}
