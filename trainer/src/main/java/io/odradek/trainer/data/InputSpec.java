package io.odradek.trainer.data;

import java.util.List;

/**
 * How an encoded image becomes the input tensor: the contract's {@code odradek.input}. Components are named as in its
 * JSON.
 *
 * @param layout always {@code NCHW}
 * @param dtype always {@code uint8}
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows, 1 to 4096
 * @param width columns, 1 to 4096
 * @param fit what becomes of an image of another size, one of {@link #FITS}: {@code exact} refuses it, {@code resize}
 *     stretches it, {@code crop} covers height and width with it and cuts off what juts out
 * @param luma weights of red, green and blue in grey, always 0.299, 0.587, 0.114
 * @param alphaBackground grey value behind transparent pixels, 0 to 255
 * @param exif always {@code ignore}
 */
public record InputSpec(
        String layout,
        String dtype,
        int channels,
        int height,
        int width,
        String fit,
        List<Double> luma,
        int alphaBackground,
        String exif) {
    /** The known fit rules. */
    public static final List<String> FITS = List.of("exact", "resize", "crop");

    private static final List<Double> LUMA = List.of(0.299, 0.587, 0.114);
    private static final int MAX_SIDE = 4096;

    /** Refuses what this version of the contract does not know. */
    public InputSpec {
        require("NCHW".equals(layout), "layout", layout, "NCHW");
        require("uint8".equals(dtype), "dtype", dtype, "uint8");
        require(channels == 1 || channels == 3, "channels", channels, "1 or 3");
        require(height >= 1 && height <= MAX_SIDE, "height", height, "1 to " + MAX_SIDE);
        require(width >= 1 && width <= MAX_SIDE, "width", width, "1 to " + MAX_SIDE);
        require(FITS.contains(fit), "fit", fit, String.join(", ", FITS));
        require(LUMA.equals(luma), "luma", luma, LUMA);
        require(alphaBackground >= 0 && alphaBackground <= 255, "alphaBackground", alphaBackground, "0 to 255");
        require("ignore".equals(exif), "exif", exif, "ignore");
    }

    /** Grey images of the given size, black behind transparent pixels. */
    public static InputSpec grey(int height, int width) {
        return of(1, height, width, "exact");
    }

    /** Images of the given size, black behind transparent pixels. */
    public static InputSpec of(int channels, int height, int width, String fit) {
        return new InputSpec("NCHW", "uint8", channels, height, width, fit, LUMA, 0, "ignore");
    }

    /** Bytes of one image, C·H·W. */
    public int bytes() {
        return channels * height * width;
    }

    private static void require(boolean valid, String key, Object found, Object expected) {
        if (!valid) {
            throw new IllegalArgumentException("odradek.input: " + key + " is " + found + ", allowed: " + expected);
        }
    }
}
