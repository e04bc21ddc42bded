package io.odradek.streamer.image.codec;

import io.odradek.streamer.image.BadImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Sound PNG files of every kind, size, filter and division into chunks: random rows behind random filters. */
public final class RandomPng {
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    /** Kind of colour, its samples, and a number of bits. */
    private static final int[][] KINDS = {
        {0, 1, 1},
        {0, 1, 2},
        {0, 1, 4},
        {0, 1, 8},
        {0, 1, 16},
        {2, 3, 8},
        {2, 3, 16},
        {3, 1, 1},
        {3, 1, 2},
        {3, 1, 4},
        {3, 1, 8},
        {4, 2, 8},
        {4, 2, 16},
        {6, 4, 8},
        {6, 4, 16}
    };

    private final Random random;
    private final int[] kind;
    private final int width;
    private final int height;
    private final boolean interlaced;

    private RandomPng(Random random, int longestSide) {
        this.random = random;
        this.kind = KINDS[random.nextInt(KINDS.length)];
        this.width = 1 + random.nextInt(longestSide);
        this.height = 1 + random.nextInt(longestSide);
        this.interlaced = random.nextInt(4) == 0;
    }

    public static byte[] next(Random random, int longestSide) {
        return new RandomPng(random, longestSide).file();
    }

    /** The same file with the chunks' CRCs made right, up to the first chunk that is not whole. */
    public static byte[] withRightCrcs(byte[] png) {
        byte[] mended = png.clone();
        ByteBuffer in = ByteBuffer.wrap(mended);
        for (int at = 8; at + 12 <= mended.length; ) {
            int length = in.getInt(at);
            if (length < 0 || length > mended.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(mended, at + 4, length + 4);
            in.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return mended;
    }

    private byte[] file() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        png.writeBytes(BadImages.chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {(byte) kind[2], (byte) kind[0], 0, 0, (byte) (interlaced ? 1 : 0)})
                        .array()));
        if (kind[0] == 3) {
            // Every index has a colour: what ImageIO does with others is another matter.
            png.writeBytes(BadImages.chunk("PLTE", bytes(3 << kind[2])));
            if (random.nextBoolean()) {
                png.writeBytes(BadImages.chunk("tRNS", bytes(1 + random.nextInt(1 << kind[2]))));
            }
        }
        byte[] pixels = deflated(rows());
        for (int at = 0; at < pixels.length; ) {
            int end = random.nextInt(3) == 0 ? Math.min(pixels.length, at + random.nextInt(20)) : pixels.length;
            png.writeBytes(BadImages.chunk("IDAT", Arrays.copyOfRange(pixels, at, end)));
            at = end;
        }
        png.writeBytes(BadImages.chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private byte[] rows() {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int[] pass : interlaced ? ADAM7 : new int[][] {{0, 0, 1, 1}}) {
            int columns = (width - pass[0] + pass[2] - 1) / pass[2];
            for (int y = pass[1]; columns > 0 && y < height; y += pass[3]) {
                rows.write(random.nextInt(5));
                rows.writeBytes(bytes((columns * kind[1] * kind[2] + 7) / 8));
            }
        }
        return rows.toByteArray();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] deflated(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(random.nextInt(10)))) {
            deflater.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
