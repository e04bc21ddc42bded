package io.odradek.trainer.dataset;

import io.odradek.trainer.data.InputSpec;
import org.jspecify.annotations.Nullable;

/**
 * How a data set is to be read. What is null is left to the data set. Immutable.
 *
 * @param height of the tensors in pixels, with {@code width}; 1 to 4096
 * @param width of the tensors in pixels, with {@code height}; 1 to 4096
 * @param channels of the tensors, 1 (grey) or 3 (red, green, blue)
 * @param fit what becomes of images of another size, one of {@link InputSpec#FITS}
 * @param skipBad whether files that cannot be decoded are left out, in place of a failure
 */
public record ReadOptions(
        @Nullable Integer height,
        @Nullable Integer width,
        @Nullable Integer channels,
        @Nullable String fit,
        boolean skipBad) {
    /** Everything as the data set has it. */
    public static final ReadOptions DEFAULT = new ReadOptions(null, null, null, null, false);

    /** Refuses values out of range, naming the command line's option. */
    public ReadOptions {
        require(inRange(height) && inRange(width), "--image-size", height + "x" + width, "1x1 to 4096x4096");
        require(channels == null || channels == 1 || channels == 3, "--channels", String.valueOf(channels), "1 or 3");
        require(fit == null || InputSpec.FITS.contains(fit), "--fit", fit, String.join(", ", InputSpec.FITS));
    }

    private static boolean inRange(@Nullable Integer side) {
        return side == null || (side >= 1 && side <= 4096);
    }

    private static void require(boolean valid, String option, @Nullable String found, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException(option + " is " + found + ", allowed: " + allowed);
        }
    }
}
