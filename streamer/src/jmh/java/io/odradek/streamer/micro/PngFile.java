package io.odradek.streamer.micro;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * PNG files of which filter and compressed data are known (ISO/IEC 15948).
 *
 * @param file the file
 */
public record PngFile(byte[] file) {
    private static final int SIGNATURE = 8;
    private static final int OVERHEAD = 12;
    private static final int IDAT = 0x49444154;

    /**
     * A grey one of 8 bits with one filter in each row.
     *
     * @param samples row by row
     * @param filter 0 (none) to 4 (Paeth)
     */
    public static PngFile grey(byte[] samples, int width, int filter) {
        int height = samples.length / width;
        ByteBuffer rows = ByteBuffer.allocate(height * (width + 1));
        for (int y = 0; y < height; y++) {
            rows.put((byte) filter);
            for (int x = 0; x < width; x++) {
                int left = sample(samples, width, x - 1, y);
                int above = sample(samples, width, x, y - 1);
                int corner = x == 0 ? 0 : sample(samples, width, x - 1, y - 1);
                rows.put((byte) (samples[y * width + x] - predicted(filter, left, above, corner)));
            }
        }
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(chunk("IHDR", header));
        out.writeBytes(chunk("IDAT", deflated(rows.array())));
        out.writeBytes(chunk("IEND", new byte[0]));
        return new PngFile(out.toByteArray());
    }

    /** The compressed data of all its chunks together. */
    public byte[] compressed() {
        ByteBuffer in = ByteBuffer.wrap(file);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int at = SIGNATURE; at < file.length; at += OVERHEAD + in.getInt(at)) {
            if (in.getInt(at + 4) == IDAT) {
                data.write(file, at + 8, in.getInt(at));
            }
        }
        return data.toByteArray();
    }

    private static int sample(byte[] samples, int width, int x, int y) {
        return x < 0 || y < 0 ? 0 : samples[y * width + x] & 255;
    }

    private static int predicted(int filter, int left, int above, int corner) {
        return switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) / 2;
            default -> paeth(left, above, corner);
        };
    }

    private static int paeth(int left, int above, int corner) {
        int guess = left + above - corner;
        int toLeft = Math.abs(guess - left);
        int toAbove = Math.abs(guess - above);
        int toCorner = Math.abs(guess - corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] out = new byte[2 * data.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] chunk = ByteBuffer.allocate(OVERHEAD + data.length)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(chunk, 4, 4 + data.length);
        ByteBuffer.wrap(chunk).putInt(8 + data.length, (int) crc.getValue());
        return chunk;
    }
}
