package io.odradek.streamer.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** A sound PNG with the controls of so many pictures of an animation. */
    public static byte[] withFrames(byte[] png, int frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, HEADER_BYTES);
        out.writeBytes(chunk("acTL", ByteBuffer.allocate(8).putInt(frames).array()));
        for (int i = 0; i < frames; i++) {
            out.writeBytes(chunk("fcTL", ByteBuffer.allocate(26).putInt(i).array()));
        }
        out.write(png, HEADER_BYTES, png.length - HEADER_BYTES);
        return out.toByteArray();
    }

    /** A GIF that says to be of this size, screen and picture. */
    public static byte[] gifOfDimensions(int width, int height) {
        byte[] gif = TestImages.gif(2, 2, 0, 0, new int[] {0, 1, 2, 3}, 0);
        ByteBuffer out = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : new int[] {6, 38}) {
            out.putShort(at, (short) width).putShort(at + 2, (short) height);
        }
        return gif;
    }

    /** A JPEG that says to be of this size. */
    public static byte[] jpegOfDimensions(int width, int height) {
        byte[] jpeg = TestImages.fourComponentJpeg(8, 8, -1, 1, 2, 3, 4);
        ByteBuffer out = ByteBuffer.wrap(jpeg);
        for (int at = 2; at + 9 < jpeg.length; at++) {
            if (out.getShort(at) == (short) 0xffc0) {
                out.putShort(at + 5, (short) height).putShort(at + 7, (short) width);
            }
        }
        return jpeg;
    }

    /**
     * A JPEG with a marker where none may stand, a restart. Who skips a segment there comes to a frame header of 7 x 9 pixels,
     * who goes on behind the marker to one of this size.
     */
    public static byte[] jpegOfTwoSizes(int width, int height) {
        byte[] jpeg = Samples.named("JPEG grey");
        int frame = 2;
        while (jpeg[frame + 1] != (byte) 0xc0) {
            frame++;
        }
        byte[] rest = Arrays.copyOfRange(jpeg, frame, jpeg.length);
        byte[] large = rest.clone();
        ByteBuffer.wrap(large).putShort(5, (short) height).putShort(7, (short) width);
        // The marker's first two bytes behind it, ff c0, are also the length of the segment.
        byte[] skipped = Arrays.copyOf(large, 0xffc0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, frame);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd0});
        out.writeBytes(skipped);
        out.writeBytes(rest);
        return out.toByteArray();
    }

    /** A bitmap with run-length encoding that says to be of this size. */
    public static byte[] runsOfDimensions(int width, int height) {
        byte[] bmp = Samples.named("BMP of 8 bits in runs").clone();
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
        return bmp;
    }

    /** A JPEG with its last scan so many times more. */
    public static byte[] withScans(byte[] jpeg, int more) {
        int last = jpeg.length;
        do {
            last--;
        } while ((jpeg[last] & 255) != 0xff || (jpeg[last + 1] & 255) != 0xda);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, last);
        for (int i = 0; i <= more; i++) {
            out.write(jpeg, last, jpeg.length - 2 - last);
        }
        out.write(jpeg, jpeg.length - 2, 2);
        return out.toByteArray();
    }

    /** Without the segments of this marker before the first scan. */
    public static byte[] withoutSegments(byte[] jpeg, int marker) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        ByteBuffer in = ByteBuffer.wrap(jpeg);
        int at = 2;
        while ((jpeg[at + 1] & 255) != 0xda) {
            int length = 2 + (in.getShort(at + 2) & 0xffff);
            if ((jpeg[at + 1] & 255) != marker) {
                out.write(jpeg, at, length);
            }
            at += length;
        }
        out.write(jpeg, at, jpeg.length - at);
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
