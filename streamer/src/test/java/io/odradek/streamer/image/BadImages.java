package io.odradek.streamer.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Files that are made to hurt, and ways to damage good ones. */
public final class BadImages {
    /** Signature and header chunk of a PNG. */
    private static final int HEADER_BYTES = 33;

    private BadImages() {}

    /** The first {@code length} bytes. */
    public static byte[] truncated(byte[] file, int length) {
        return Arrays.copyOf(file, length);
    }

    /** One bit of the last byte of the image data's CRC is wrong. */
    public static byte[] withWrongCrc(byte[] png) {
        byte[] damaged = png.clone();
        damaged[png.length - 13] ^= 1;
        return damaged;
    }

    /** A few hundred bytes that say to be 50,000 x 50,000 pixels, with right CRCs. */
    public static byte[] pngOfHugeDimensions() throws IOException {
        return pngOfDimensions(50_000, 50_000);
    }

    /** A few hundred bytes that say to be an image of this size, with right CRCs. */
    public static byte[] pngOfDimensions(int width, int height) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0});
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        png.write(chunk("IHDR", header.array()));
        png.write(chunk("IDAT", deflatedZeros(100_000)));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    /** A sound PNG with a text beside the pixels that would inflate to {@code bytes}. */
    public static byte[] withInflatingText(byte[] png, int bytes) throws IOException {
        return withInflating("zTXt", png, bytes);
    }

    /** A sound PNG with a chunk zTXt, iTXt or iCCP behind its header that would inflate to {@code bytes}. */
    public static byte[] withInflating(String type, byte[] png, int bytes) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String head = type.equals("iTXt") ? "a\0\u0001\0\0\0" : "a\0\0";
        text.write(head.getBytes(StandardCharsets.ISO_8859_1));
        text.write(deflatedZeros(bytes));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, HEADER_BYTES);
        out.write(chunk(type, text.toByteArray()));
        out.write(png, HEADER_BYTES, png.length - HEADER_BYTES);
        return out.toByteArray();
    }

    private static byte[] deflatedZeros(int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            byte[] zeros = new byte[1 << 16];
            for (int left = bytes; left > 0; left -= zeros.length) {
                deflater.write(zeros, 0, Math.min(left, zeros.length));
            }
        }
        return out.toByteArray();
    }

    /** A palette image whose palette ends before entry {@code entries}. */
    public static byte[] withPaletteOf(byte[] png, int entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = HEADER_BYTES;
        ByteBuffer in = ByteBuffer.wrap(png);
        out.write(png, 0, at);
        int length = in.getInt(at);
        out.writeBytes(chunk("PLTE", Arrays.copyOfRange(png, at + 8, at + 8 + 3 * entries)));
        int rest = at + 12 + length;
        out.write(png, rest, png.length - rest);
        return out.toByteArray();
    }

    /** A chunk of a PNG with its length and its CRC. */
    public static byte[] chunk(String type, byte[] data) {
        byte[] named = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(8 + named.length)
                .putInt(data.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }
}
