package io.odradek.streamer.image;

/**
 * What an encoded image may be before it is decoded; raw pixels have the model's size.
 *
 * @param maxBytes of the file, at least 1
 * @param maxSide pixels of its width and of its height, at least 1
 * @param maxPixels width x height, 1 to 268435456
 * @param maxFrames pictures of an animation, of which the first is decoded; at least 1
 */
public record ImageLimits(int maxBytes, int maxSide, int maxPixels, int maxFrames) {
    /** The defaults, as far as the heap allows. */
    public static final ImageLimits DEFAULT = new ImageLimits(16 << 20, 16_384, 1 << 24, 1_000);

    /** What Java's arrays hold three times. */
    private static final int MOST_PIXELS = 1 << 28;

    /** Validates. @throws IllegalArgumentException names the offending limit */
    public ImageLimits {
        if (maxBytes < 1 || maxSide < 1 || maxPixels < 1 || maxPixels > MOST_PIXELS || maxFrames < 1) {
            throw new IllegalArgumentException("limits of " + maxBytes + " bytes, " + maxSide + " pixels a side, "
                    + maxPixels + " pixels, " + maxFrames + " frames: each at least 1, at most " + MOST_PIXELS
                    + " pixels");
        }
    }
}
