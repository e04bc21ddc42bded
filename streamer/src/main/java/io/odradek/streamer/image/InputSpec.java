package io.odradek.streamer.image;

/**
 * How an image becomes the tensor {@code [C, H, W]} of a model; the metadata key {@code odradek.input}.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height pixels, 1 to 4096
 * @param width pixels, 1 to 4096
 * @param fit what becomes of images of another size
 * @param alphaBackground the grey level, 0 to 255, that shows through where an image is transparent
 */
public record InputSpec(int channels, int height, int width, Fit fit, int alphaBackground) {
    private static final int MAX_SIDE = 4096;
    /** Tensors of one batch: they lie in the heap and in a direct buffer of each thread. */
    private static final int MAX_BATCH_BYTES = 16 << 20;

    /** Validates. @throws IllegalArgumentException names the offending key, its value and what is allowed */
    public InputSpec {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels is " + channels + ", allowed: 1 or 3");
        }
        if (height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException("height is " + height + ", allowed: 1 to " + MAX_SIDE);
        }
        if (width < 1 || width > MAX_SIDE) {
            throw new IllegalArgumentException("width is " + width + ", allowed: 1 to " + MAX_SIDE);
        }
        if (alphaBackground < 0 || alphaBackground > 255) {
            throw new IllegalArgumentException("alphaBackground is " + alphaBackground + ", allowed: 0 to 255");
        }
    }

    /** A model that takes images of its own size only. */
    public InputSpec(int channels, int height, int width, int alphaBackground) {
        this(channels, height, width, Fit.EXACT, alphaBackground);
    }

    /** Bytes of one tensor, and of one image as raw pixels: {@code C * H * W}. */
    public int bytes() {
        return channels * height * width;
    }

    /** How many tensors may go into one batch: at most so many, at least 1, and no more than 16 MiB otherwise. */
    public int together(int wanted) {
        return Math.max(1, Math.min(wanted, MAX_BATCH_BYTES / bytes()));
    }

    /**
     * The tensor of raw pixels.
     *
     * @param raw {@link #bytes()} bytes in the order height, width, channel
     * @return the order channel, height, width; the same array where that is the same
     */
    byte[] fromRaw(byte[] raw) {
        if (channels == 1) {
            return raw;
        }
        int green = height * width;
        int blue = 2 * green;
        byte[] tensor = new byte[raw.length];
        for (int pixel = 0, i = 0; pixel < green; pixel++, i += 3) {
            tensor[pixel] = raw[i];
            tensor[green + pixel] = raw[i + 1];
            tensor[blue + pixel] = raw[i + 2];
        }
        return tensor;
    }
}
