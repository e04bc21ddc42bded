package io.odradek.trainer.pixels;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The samples of a decoded image as planes of bytes {@code [C, H, W]}, by the steps 1 to 3 of the contract's pixel
 * rules: integers, no colour management. Stateless.
 */
public final class Planes {
    private Planes() {}

    /** Whether the image is of a kind that the rules know: a palette, or grey or RGB samples of 8 or 16 bits. */
    public static boolean knows(BufferedImage image) {
        ColorModel colors = image.getColorModel();
        int type = colors.getColorSpace().getType();
        int bits = image.getSampleModel().getSampleSize(0);
        return colors instanceof IndexColorModel
                || (colors instanceof ComponentColorModel
                        && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)
                        && (bits == 8 || bits == 16));
    }

    /** Whether an image with these colours may hold something that is not grey. */
    public static boolean isColoured(ColorModel colors) {
        if (!(colors instanceof IndexColorModel palette)) {
            return colors.getColorSpace().getType() != ColorSpace.TYPE_GRAY;
        }
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The planes of an image that {@link #knows} knows, in its own size.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param background grey value behind transparent pixels, 0 to 255
     */
    public static byte[] of(BufferedImage image, int channels, int background) {
        int width = image.getWidth();
        int plane = width * image.getHeight();
        byte[] planes = new byte[channels * plane];
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            if (image.getColorModel() instanceof IndexColorModel palette) {
                readPalette(palette, image.getRaster(), y, background, row);
            } else {
                readSamples(image, y, background, row);
            }
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                if (channels == 1) {
                    planes[at] = (byte) grey(row[x]);
                } else {
                    planes[at] = (byte) (row[x] >> 16);
                    planes[plane + at] = (byte) (row[x] >> 8);
                    planes[2 * plane + at] = (byte) row[x];
                }
            }
        }
        return planes;
    }

    /** Of equal red, green and blue it is just that value. */
    private static int grey(int rgb) {
        return (299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255) + 500) / 1000;
    }

    /** Row {@code y} as red, green and blue in one int. */
    private static void readPalette(IndexColorModel palette, Raster raster, int y, int background, int[] row) {
        int[] indices = raster.getSamples(0, y, row.length, 1, 0, (int[]) null);
        for (int x = 0; x < row.length; x++) {
            int i = indices[x];
            int alpha = palette.getAlpha(i);
            row[x] = over(palette.getRed(i), alpha, background) << 16
                    | over(palette.getGreen(i), alpha, background) << 8
                    | over(palette.getBlue(i), alpha, background);
        }
    }

    private static void readSamples(BufferedImage image, int y, int background, int[] row) {
        int[] samples = image.getRaster().getPixels(0, y, row.length, 1, (int[]) null);
        int bands = samples.length / row.length;
        if (image.getSampleModel().getSampleSize(0) == 16) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (samples[i] + 128) / 257;
            }
        }
        boolean hasAlpha = image.getColorModel().hasAlpha();
        int colors = image.getColorModel().getNumColorComponents();
        for (int x = 0; x < row.length; x++) {
            int at = x * bands;
            int alpha = hasAlpha ? samples[at + bands - 1] : 255;
            int red = over(samples[at], alpha, background);
            row[x] = colors == 1
                    ? red << 16 | red << 8 | red
                    : red << 16
                            | over(samples[at + 1], alpha, background) << 8
                            | over(samples[at + 2], alpha, background);
        }
    }

    private static int over(int color, int alpha, int background) {
        return (color * alpha + background * (255 - alpha) + 127) / 255;
    }
}
