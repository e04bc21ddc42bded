package io.odradek.streamer.image.codec;

/**
 * The samples of one image, channel, height, width, as the README's pixel rules 2 and 3 make them of each pixel: blended
 * over the background, then turned grey or divided into planes. Not thread-safe.
 */
public final class Planes {
    static final int OPAQUE = 255;

    private final int pixels;
    private final boolean grey;
    private final int background;
    private final byte[] samples;

    /**
     * All samples 0.
     *
     * @param pixels width x height
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param background the grey level behind what is transparent, 0 to 255
     */
    public Planes(int pixels, int channels, int background) {
        this.pixels = pixels;
        this.grey = channels == 1;
        this.background = background;
        this.samples = new byte[Math.multiplyExact(channels, pixels)];
    }

    /** A pixel of four samples of 8 bits; alpha is not premultiplied. */
    static int argb(int alpha, int red, int green, int blue) {
        return (alpha << 24) | (red << 16) | (green << 8) | blue;
    }

    /** The samples, not copied. */
    public byte[] samples() {
        return samples;
    }

    /** Sets a pixel, counted from 0 row by row. */
    void put(int pixel, int argb) {
        int alpha = argb >>> 24;
        int red = over(argb >> 16 & 255, alpha);
        int green = over(argb >> 8 & 255, alpha);
        int blue = over(argb & 255, alpha);
        if (grey) {
            samples[pixel] = (byte) grey(red, green, blue);
        } else {
            samples[pixel] = (byte) red;
            samples[pixels + pixel] = (byte) green;
            samples[2 * pixels + pixel] = (byte) blue;
        }
    }

    /** Sets {@code count} pixels from {@code first} on to grey samples of 8 bits. */
    void putGrey(int first, byte[] from, int at, int count) {
        for (int plane = first; plane < samples.length; plane += pixels) {
            System.arraycopy(from, at, samples, plane, count);
        }
    }

    /** Sets {@code count} pixels from {@code first} on to red, green and blue samples of 8 bits. */
    void putRgb(int first, byte[] from, int at, int count) {
        int end = first + count;
        if (grey) {
            for (int pixel = first, i = at; pixel < end; pixel++, i += 3) {
                samples[pixel] = (byte) grey(from[i] & 255, from[i + 1] & 255, from[i + 2] & 255);
            }
            return;
        }
        int green = pixels;
        int blue = 2 * pixels;
        for (int pixel = first, i = at; pixel < end; pixel++, i += 3) {
            samples[pixel] = from[i];
            samples[green + pixel] = from[i + 1];
            samples[blue + pixel] = from[i + 2];
        }
    }

    /** Sets {@code count} pixels from {@code first} on to red, green, blue and alpha samples of 8 bits. */
    void putRgba(int first, byte[] from, int at, int count) {
        for (int pixel = first, i = at; pixel < first + count; pixel++, i += 4) {
            put(pixel, argb(from[i + 3] & 255, from[i] & 255, from[i + 1] & 255, from[i + 2] & 255));
        }
    }

    /** Of equal parts it is just that value. */
    private static int grey(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }

    private int over(int colour, int alpha) {
        return alpha == OPAQUE ? colour : (colour * alpha + background * (OPAQUE - alpha) + 127) / OPAQUE;
    }
}
