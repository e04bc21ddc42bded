package io.odradek.streamer.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageWriteParam;
import org.jspecify.annotations.Nullable;

/** Files that ask for as much as {@link #LIMITS} leave to them, or for more, by name. */
final class Bombs {
    /** Small, so that the dearest image takes some tenths of a second. */
    static final ImageLimits LIMITS = new ImageLimits(1 << 20, 4_096, 1 << 20, 100);

    private static final int SIDE = 1_024;
    private static final int INFLATED = 200_000_000;
    private static final byte[] PNG_SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    /** Signature and header chunk. */
    private static final int PNG_HEADER = 33;
    /** Signature, screen and palette of {@link TestImages#gif}. */
    private static final int GIF_HEADER = 25;

    private Bombs() {}

    /** A file, and the reason why it is refused; none for one that is read. */
    record Bomb(byte[] file, @Nullable Reason reason) {
        Bomb(byte[] file) {
            this(file, null);
        }
    }

    static Map<String, Bomb> all() {
        Map<String, Bomb> bombs = new LinkedHashMap<>();
        try {
            png(bombs);
            jpeg(bombs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gif(bombs);
        bmp(bombs);
        return bombs;
    }

    private static void png(Map<String, Bomb> bombs) throws IOException {
        byte[] png = Samples.named("PNG colour");
        bombs.put("PNG that says to be huge", new Bomb(BadImages.pngOfHugeDimensions(), Reason.TOO_MANY_PIXELS));
        bombs.put(
                "PNG of 63 pixels that inflates to 200 MB",
                new Bomb(png(7, 9, 8, 0, 0, new byte[INFLATED / 100], 100), Reason.CORRUPT_IMAGE));
        bombs.put(
                "PNG of 16 bits, alpha and seven passes, all 0",
                new Bomb(png(SIDE, SIDE, 16, 6, 1, new byte[8 * SIDE * SIDE + SIDE / 8 * 15], 1)));
        bombs.put("PNG in one column", new Bomb(png(1, 4_096, 8, 2, 0, new byte[4 * 4_096], 1)));
        for (String type : new String[] {"zTXt", "iTXt", "iCCP"}) {
            bombs.put("PNG with a " + type + " of 200 MB", new Bomb(BadImages.withInflating(type, png, INFLATED)));
        }
        bombs.put("PNG of empty chunks", new Bomb(filled(png, PNG_HEADER, BadImages.chunk("teXt", new byte[0]))));
        bombs.put("PNG of empty pixel chunks", new Bomb(filled(png, PNG_HEADER, BadImages.chunk("IDAT", new byte[0]))));
        bombs.put("PNG of 25,000 pictures", new Bomb(BadImages.withFrames(png, 25_000), Reason.TOO_MANY_FRAMES));
    }

    /** @param times as often the rows stand in the compressed pixels */
    private static byte[] png(int width, int height, int depth, int type, int interlace, byte[] rows, int times)
            throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels, new Deflater(9))) {
            for (int i = 0; i < times; i++) {
                deflater.write(rows);
            }
        }
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put(new byte[] {(byte) depth, (byte) type, 0, 0, (byte) interlace});
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PNG_SIGNATURE);
        png.writeBytes(BadImages.chunk("IHDR", header.array()));
        png.writeBytes(BadImages.chunk("IDAT", pixels.toByteArray()));
        png.writeBytes(BadImages.chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static void jpeg(Map<String, Bomb> bombs) {
        byte[] small = Samples.named("JPEG colour");
        byte[] large = progressive(SIDE);
        bombs.put(
                "JPEG that says to be huge",
                new Bomb(BadImages.jpegOfDimensions(65_500, 65_500), Reason.TOO_MANY_PIXELS));
        bombs.put("JPEG of two sizes", new Bomb(BadImages.jpegOfTwoSizes(16_000, 16_000), Reason.CORRUPT_IMAGE));
        bombs.put(
                "JPEG of all pixels and no data",
                new Bomb(BadImages.jpegOfDimensions(SIDE, SIDE), Reason.CORRUPT_IMAGE));
        // The scan that comes again is read, and then told to be one too many.
        bombs.put("JPEG of 20 scans", new Bomb(BadImages.withScans(large, 10), Reason.CORRUPT_IMAGE));
        bombs.put("JPEG of 21 scans", new Bomb(BadImages.withScans(large, 11), Reason.UNSUPPORTED_IMAGE));
        bombs.put("JPEG of 10,000 scans", new Bomb(BadImages.withScans(large, 9_990), Reason.UNSUPPORTED_IMAGE));
        byte[] middling = progressive(256);
        bombs.put("JPEG of 100 scans", new Bomb(BadImages.withScans(middling, 90), Reason.CORRUPT_IMAGE));
        bombs.put("JPEG of empty comments", new Bomb(filled(small, 2, new byte[] {-1, (byte) 0xfe, 0, 2})));
        bombs.put("JPEG of fill bytes", new Bomb(filled(small, 2, new byte[] {-1})));
        bombs.put("JPEG of empty profiles", new Bomb(filled(small, 2, Arrays.copyOf(withProfile(small), 20))));
    }

    private static byte[] withProfile(byte[] jpeg) {
        try {
            byte[] file = TestImages.withColourProfile(jpeg, new byte[2]);
            return Arrays.copyOfRange(file, 2, file.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void gif(Map<String, Bomb> bombs) {
        byte[] small = TestImages.gif(3, 2, 1, 0, new int[] {0, 1, 2, 3}, 2);
        byte[] picture = {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0};
        byte[] large = TestImages.encode(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED), "gif");
        bombs.put(
                "GIF that says to be huge",
                new Bomb(BadImages.gifOfDimensions(65_535, 65_535), Reason.TOO_MANY_PIXELS));
        bombs.put("GIF of all pixels in few codes", new Bomb(large));
        bombs.put("GIF of pictures", new Bomb(filled(small, small.length - 1, picture), Reason.TOO_MANY_FRAMES));
        bombs.put("GIF of empty extensions", new Bomb(filled(small, GIF_HEADER, new byte[] {0x21, 1, 0})));
        bombs.put("GIF of cleared codes", new Bomb(gifOfClearedCodes()));
    }

    /** Codes of three bits that only clear the table: 100, 100, 100 and so on. */
    private static byte[] gifOfClearedCodes() {
        byte[] small = TestImages.gif(3, 2, 1, 0, new int[] {0, 1, 2, 3}, 2);
        byte[] block = new byte[256];
        for (int bit = 0; bit < 8 * 255; bit++) {
            block[1 + bit / 8] |= (byte) (bit % 3 == 2 ? 1 << (bit % 8) : 0);
        }
        block[0] = (byte) 255;
        return filled(small, GIF_HEADER + 8 + 11, block);
    }

    private static void bmp(Map<String, Bomb> bombs) {
        bombs.put(
                "BMP that says to be huge",
                new Bomb(BadImages.runsOfDimensions(1 << 30, 1 << 30), Reason.TOO_MANY_PIXELS));
        bombs.put(
                "BMP of all pixels and no runs",
                new Bomb(BadImages.runsOfDimensions(SIDE, SIDE), Reason.UNSUPPORTED_IMAGE));
        byte[] head = Arrays.copyOf(BadImages.runsOfDimensions(255 * 4, SIDE), 54 + 4 * 256);
        byte[] row = {-1, 7, -1, 7, -1, 7, -1, 7, 0, 0};
        ByteArrayOutputStream bmp = new ByteArrayOutputStream();
        bmp.writeBytes(head);
        for (int i = 0; i < SIDE; i++) {
            bmp.writeBytes(row);
        }
        byte[] file = bmp.toByteArray();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(2, file.length);
        bombs.put("BMP of all pixels in runs", new Bomb(file));
    }

    private static byte[] progressive(int side) {
        return TestImages.encode(
                new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR),
                "jpg",
                param -> param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT));
    }

    /** The file with a part so often at one place that it is as large as a file may be. */
    private static byte[] filled(byte[] file, int at, byte[] part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, at);
        while (out.size() + part.length + file.length - at <= LIMITS.maxBytes()) {
            out.writeBytes(part);
        }
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }
}
