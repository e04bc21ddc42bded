package io.odradek.streamer.image;

/** The outcome of decoding one record value. */
public sealed interface Decoding {
    /**
     * The tensor of one image.
     *
     * @param tensor uint8 values in the order channel, height, width: {@code C * H * W} bytes. Read only; it may be the
     *     record's own array
     * @param format of the file
     * @param pixels of the image in its own size: width times height
     */
    record Decoded(byte[] tensor, ImageFormat format, long pixels) implements Decoding {}

    /**
     * The value is no image that the model takes.
     *
     * @param reason the typed reason
     * @param message what was found and what is expected, in one line without image content
     */
    record Rejected(Reason reason, String message) implements Decoding {}
}
