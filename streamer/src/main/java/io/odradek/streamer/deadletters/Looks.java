package io.odradek.streamer.deadletters;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.image.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a value looks like, from its first bytes and without decoding it; what it claims to be may be wrong.
 *
 * @param description as in {@code PNG 28x28}
 * @param extension of a file with it, as in {@code .png}
 */
record Looks(String description, String extension) {
    /** Of a value that was there, and too large for the dead-letter topic. */
    static final Looks OMITTED = new Looks("left out", ".bin");

    private static final int SHOWN_CHARS = 40;
    private static final int SHOWN_BYTES = 16;
    /** Signature, and length and type of the first chunk. */
    private static final int PNG_SIZE_AT = 16;

    private static final int JPEG_SIZE_AT = 5;

    static Looks of(byte @Nullable [] value) {
        if (value == null) {
            return new Looks("no value", ".bin");
        }
        if (value.length == 0) {
            return new Looks("0 bytes", ".bin");
        }
        return switch (ImageFormat.sniff(value)) {
            case PNG -> new Looks("PNG " + pngSize(value), ".png");
            case JPEG -> new Looks("JPEG " + jpegSize(value), ".jpg");
            case GIF -> new Looks("GIF", ".gif");
            case BMP -> new Looks("BMP", ".bmp");
            default -> textOrBytes(value);
        };
    }

    private static Looks textOrBytes(byte[] value) {
        int shown = Math.min(SHOWN_CHARS, value.length);
        for (int i = 0; i < shown; i++) {
            if ((value[i] < ' ' || value[i] > '~') && !Character.isWhitespace(value[i])) {
                int bytes = Math.min(SHOWN_BYTES, value.length);
                return new Looks(
                        "bytes " + HexFormat.ofDelimiter(" ").formatHex(value, 0, bytes)
                                + (bytes < value.length ? " ..." : ""),
                        ".bin");
            }
        }
        String text = OneLine.of(new String(value, 0, shown, StandardCharsets.US_ASCII));
        return new Looks("text \"" + text + (shown < value.length ? "..." : "") + "\"", ".txt");
    }

    private static String pngSize(byte[] value) {
        if (value.length < PNG_SIZE_AT + 2 * Integer.BYTES) {
            return "without a size";
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return Integer.toUnsignedString(in.getInt(PNG_SIZE_AT)) + "x"
                + Integer.toUnsignedString(in.getInt(PNG_SIZE_AT + Integer.BYTES));
    }

    /** Walks the segments up to the frame header (SOF0 to SOF15, but for DHT, JPG and DAC, which lie among them). */
    private static String jpegSize(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        int at = 2;
        while (at + JPEG_SIZE_AT + 2 * Short.BYTES <= value.length && (value[at] & 255) == 0xff) {
            int marker = value[at + 1] & 255;
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                int height = in.getShort(at + JPEG_SIZE_AT) & 0xffff;
                int width = in.getShort(at + JPEG_SIZE_AT + Short.BYTES) & 0xffff;
                return width + "x" + height;
            }
            at += 2 + Math.max(2, in.getShort(at + 2) & 0xffff);
        }
        return "without a size";
    }
}
