package io.odradek.streamer.config;

/**
 * What an image may be, checked before it is decoded.
 *
 * @param maxBytes of an encoded file
 * @param maxSide pixels of width and of height
 * @param maxPixels width x height
 * @param maxFrames pictures of an animation
 * @param enveloped whether values are JSON objects with an image in them
 */
public record ImageSettings(int maxBytes, int maxSide, int maxPixels, int maxFrames, boolean enveloped) {
    private static final int MOST_PIXELS = 1 << 28;
    private static final int DEFAULT_PIXELS = 1 << 24;
    /** A pixel of a JPEG while it is decoded: its samples as stored, and as planes. */
    private static final int BYTES_PER_PIXEL = 8;
    /** One part in so many of the heap may be images that are being decoded. */
    private static final int HEAP_SHARE = 4;

    /**
     * Checks the settings.
     *
     * @param threads that decode at the same time
     * @param heapBytes the largest size of Java's heap
     * @throws ConfigException for the first that is wrong
     */
    static ImageSettings of(Settings settings, int threads, long heapBytes) {
        return new ImageSettings(
                (int) settings.integer(Setting.IMAGE_MAX_BYTES, 1, 1 << 28),
                (int) settings.integer(Setting.IMAGE_MAX_SIDE, 1, 65_535),
                settings.get(Setting.IMAGE_MAX_PIXELS).isBlank()
                        ? pixels(threads, heapBytes)
                        : (int) settings.integer(Setting.IMAGE_MAX_PIXELS, 1, MOST_PIXELS),
                (int) settings.integer(Setting.IMAGE_MAX_FRAMES, 1, 1_000_000),
                enveloped(settings));
    }

    /** As many as a quarter of the heap holds for all threads. */
    static int pixels(int threads, long heapBytes) {
        return (int) Math.max(1, Math.min(DEFAULT_PIXELS, heapBytes / HEAP_SHARE / BYTES_PER_PIXEL / threads));
    }

    private static boolean enveloped(Settings settings) {
        return switch (settings.get(Setting.IMAGES_ENVELOPE)) {
            case "none" -> false;
            case "json" -> true;
            default -> throw settings.wrong(Setting.IMAGES_ENVELOPE);
        };
    }
}
