package io.odradek.streamer.image.fuzz;

import io.odradek.streamer.image.BadImages;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A PNG whose pixels are stored without compression, and whose checksums are right, whatever was in it: a mutation of such
 * a file is one of its rows. What cannot be mended stays.
 */
final class MendedPng {
    private static final byte[] SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MOST_ROWS = 1 << 16;

    private MendedPng() {}

    static byte[] of(byte[] input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer in = ByteBuffer.wrap(input);
        int at = SIGNATURE.length;
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        while (at + 12 <= input.length) {
            int length = Math.min(in.getInt(at) & 0xffff, input.length - at - 12);
            String type = new String(input, at + 4, 4, StandardCharsets.ISO_8859_1);
            byte[] data = Arrays.copyOfRange(input, at + 8, at + 8 + length);
            at += 12 + length;
            if (type.equals("IDAT")) {
                pixels.writeBytes(data);
            } else {
                flush(pixels, out);
                out.writeBytes(BadImages.chunk(type, data));
            }
        }
        flush(pixels, out);
        return out.toByteArray();
    }

    private static void flush(ByteArrayOutputStream pixels, ByteArrayOutputStream out) {
        if (pixels.size() > 0) {
            out.writeBytes(BadImages.chunk("IDAT", stored(inflated(pixels.toByteArray()))));
            pixels.reset();
        }
    }

    /** As many rows as can be had. */
    private static byte[] inflated(byte[] compressed) {
        Inflater inflater = new Inflater();
        byte[] rows = new byte[MOST_ROWS];
        int count = 0;
        try {
            inflater.setInput(compressed);
            for (int more = 1; more > 0 && count < MOST_ROWS; count += more) {
                more = inflater.inflate(rows, count, Math.min(64, MOST_ROWS - count));
            }
        } catch (DataFormatException e) {
            // What came before is kept.
        } finally {
            inflater.end();
        }
        return Arrays.copyOf(rows, count);
    }

    private static byte[] stored(byte[] rows) {
        Deflater deflater = new Deflater(Deflater.NO_COMPRESSION);
        try {
            deflater.setInput(rows);
            deflater.finish();
            byte[] out = new byte[rows.length + rows.length / 1000 + 64];
            return Arrays.copyOf(out, deflater.deflate(out));
        } finally {
            deflater.end();
        }
    }
}
