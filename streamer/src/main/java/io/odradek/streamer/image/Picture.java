package io.odradek.streamer.image;

/**
 * The pixels of an image in its own size, to be looked at by people.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height pixels
 * @param width pixels
 * @param planes uint8 values in the order channel, height, width; read only
 */
public record Picture(int channels, int height, int width, byte[] planes) {
    /** The tensor that a model saw. */
    public static Picture of(byte[] tensor, InputSpec spec) {
        return new Picture(spec.channels(), spec.height(), spec.width(), tensor);
    }
}
