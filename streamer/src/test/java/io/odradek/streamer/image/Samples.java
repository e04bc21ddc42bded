package io.odradek.streamer.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.ImageWriteParam;
import javax.imageio.plugins.bmp.BMPImageWriteParam;

/** Small sound images of noise, one of each kind that is served, by name. */
public final class Samples {
    public static final int WIDTH = 7;
    public static final int HEIGHT = 9;

    private Samples() {}

    public static Map<String, byte[]> all() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("PNG grey", TestImages.encode(noise(BufferedImage.TYPE_BYTE_GRAY), "png"));
        files.put("PNG grey of 16 bits", TestImages.encode(noise(BufferedImage.TYPE_USHORT_GRAY), "png"));
        files.put("PNG of 1 bit", TestImages.encode(noise(BufferedImage.TYPE_BYTE_BINARY), "png"));
        files.put("PNG colour", TestImages.encode(noise(BufferedImage.TYPE_3BYTE_BGR), "png"));
        files.put("PNG colour with alpha", TestImages.encode(noise(BufferedImage.TYPE_4BYTE_ABGR), "png"));
        files.put("PNG palette", TestImages.encode(palette(8), "png"));
        files.put(
                "PNG interlaced",
                TestImages.encode(
                        noise(BufferedImage.TYPE_3BYTE_BGR),
                        "png",
                        param -> param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT)));
        files.put("JPEG grey", TestImages.encode(noise(BufferedImage.TYPE_BYTE_GRAY), "jpg"));
        files.put("JPEG colour", TestImages.encode(noise(BufferedImage.TYPE_3BYTE_BGR), "jpg"));
        files.put(
                "JPEG progressive",
                TestImages.encode(
                        noise(BufferedImage.TYPE_3BYTE_BGR),
                        "jpg",
                        param -> param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT)));
        for (int transform : new int[] {-1, 0, 2}) {
            files.put(
                    "JPEG of four components, Adobe " + transform,
                    TestImages.fourComponentJpeg(WIDTH, HEIGHT, transform, 10, 60, 120, 200));
        }
        files.put("GIF", TestImages.encode(palette(8), "gif"));
        files.put(
                "GIF without passes",
                TestImages.encode(palette(4), "gif", p -> p.setProgressiveMode(ImageWriteParam.MODE_DISABLED)));
        files.putAll(bitmaps());
        return files;
    }

    /** One of {@link #all()}. */
    public static byte[] named(String kind) {
        return Objects.requireNonNull(all().get(kind), kind);
    }

    private static Map<String, byte[]> bitmaps() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("BMP of 1 bit", bitmap(noise(BufferedImage.TYPE_BYTE_BINARY), "BI_RGB", false));
        files.put("BMP of 4 bits", bitmap(palette(4), "BI_RGB", false));
        files.put("BMP of 8 bits", bitmap(palette(8), "BI_RGB", false));
        files.put("BMP of 8 bits from the top", bitmap(palette(8), "BI_RGB", true));
        files.put("BMP of 4 bits in runs", inRuns(bitmap(palette(4), "BI_RGB", false)));
        files.put("BMP of 8 bits in runs", bitmap(palette(8), "BI_RLE8", false));
        files.put("BMP of 16 bits", bitmap(noise(BufferedImage.TYPE_USHORT_555_RGB), "BI_RGB", false));
        files.put("BMP of 16 bits in fields", bitmap(noise(BufferedImage.TYPE_USHORT_565_RGB), "BI_BITFIELDS", false));
        files.put("BMP of 24 bits", bitmap(noise(BufferedImage.TYPE_3BYTE_BGR), "BI_RGB", false));
        files.put("BMP of 32 bits in fields", bitmap(noise(BufferedImage.TYPE_INT_RGB), "BI_BITFIELDS", false));
        return files;
    }

    /** A plain bitmap of 4 bits in run-length encoding: ImageIO's writer pads that wrongly. */
    private static byte[] inRuns(byte[] plain) {
        ByteBuffer header = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        int pixelsAt = header.getInt(10);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int row = 0; row < HEIGHT; row++) {
            int at = pixelsAt + 4 * row;
            // Three pixels one by one, padded to an even number of bytes; then two and two that are equal or not.
            out.writeBytes(new byte[] {0, 3, plain[at], plain[at + 1]});
            out.writeBytes(new byte[] {1, (byte) (plain[at + 1] << 4), 2, plain[at + 2], 1, plain[at + 3]});
            out.writeBytes(new byte[] {0, (byte) (row == HEIGHT - 1 ? 1 : 0)});
        }
        byte[] file = Arrays.copyOf(plain, pixelsAt + out.size());
        System.arraycopy(out.toByteArray(), 0, file, pixelsAt, out.size());
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(2, file.length)
                .putInt(30, 2);
        return file;
    }

    private static byte[] bitmap(BufferedImage image, String compression, boolean topDown) {
        Consumer<ImageWriteParam> settings = param -> {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(compression);
            ((BMPImageWriteParam) param).setTopDown(topDown);
        };
        return TestImages.encode(image, "bmp", settings);
    }

    /** Noise in an image of one of {@link BufferedImage}'s types. */
    static BufferedImage noise(int type) {
        return withNoise(new BufferedImage(WIDTH, HEIGHT, type));
    }

    /** Noise in an image with a palette of so many bits. */
    static BufferedImage palette(int bits) {
        byte[][] colours = new byte[3][1 << bits];
        Random random = new Random(bits);
        for (byte[] samples : colours) {
            random.nextBytes(samples);
        }
        IndexColorModel model = new IndexColorModel(bits, 1 << bits, colours[0], colours[1], colours[2]);
        int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        return withNoise(new BufferedImage(WIDTH, HEIGHT, type, model));
    }

    private static BufferedImage withNoise(BufferedImage image) {
        Random random = new Random(image.getType());
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                int most = 1 << image.getSampleModel().getSampleSize(band);
                image.getRaster().setSample(i % WIDTH, i / WIDTH, band, random.nextInt(most));
            }
        }
        return image;
    }
}
