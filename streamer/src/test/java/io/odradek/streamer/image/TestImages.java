package io.odradek.streamer.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encoded images for tests. */
public final class TestImages {
    private TestImages() {}

    /** A grey image with the samples given row by row. */
    public static BufferedImage grey(int width, int height, int... samples) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, width, height, samples);
        return image;
    }

    /** A JPEG file with an ICC profile in an APP2 segment behind its first two bytes. */
    public static byte[] withColourProfile(byte[] jpeg, byte[] profile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = 2 + 14 + profile.length;
        out.write(new byte[] {(byte) 0xff, (byte) 0xe2, (byte) (length >> 8), (byte) length});
        out.write("ICC_PROFILE\0\u0001\u0001".getBytes(StandardCharsets.ISO_8859_1));
        out.write(profile);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /**
     * A JPEG of 4 x 4 pixels in cyan, magenta, yellow and black, as print shops use. Made with ImageMagick 6.9:
     * {@code convert -size 4x4 'xc:cmyk(10,20,30,40)' -colorspace CMYK -strip -quality 50 cmyk.jpg}.
     */
    public static byte[] cmykJpeg() {
        return Base64.getDecoder()
                .decode(
                        "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdf"
                                + "YmdoZz5NcXlwZHhcZWdj/9sAQwEREhIYFRgvGhovY0I4QmNjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
                                + "Y2NjY2NjY2Nj/8AAFAgABAAEBAEiAAIRAQMRAQQiAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAFBABAAAAAAAAAAAAAAAAAAAA"
                                + "AP/EABQBAQAAAAAAAAAAAAAAAAAAAAL/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/AIgAwVgD/9k=");
    }

    /**
     * A JPEG of four components that are the same everywhere.
     *
     * @param adobeTransform of an Adobe segment, or -1 for none
     */
    public static byte[] fourComponentJpeg(int width, int height, int adobeTransform, int... samples) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        for (int i = 0; i < width * height; i++) {
            raster.setPixel(i % width, i / width, samples);
        }
        byte[] jpeg = write("jpg", new IIOImage(raster, null, null), param -> {});
        if (adobeTransform < 0) {
            return jpeg;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0});
        out.write(adobeTransform);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /**
     * A GIF of four grey levels (10, 20, 30, 40) with a picture of 2 x 2 pixels and a second one of the same, each pixel a
     * code of its own.
     *
     * @param width of the screen
     * @param left where the picture stands on it
     * @param indices of the picture's pixels
     * @param transparent the index that is transparent
     */
    public static byte[] gif(int width, int height, int left, int top, int[] indices, int transparent) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {(byte) width, 0, (byte) height, 0, (byte) 0x81, 0, 0});
        out.writeBytes(new byte[] {10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40});
        for (int picture = 0; picture < 2; picture++) {
            out.writeBytes(new byte[] {0x21, (byte) 0xf9, 4, 1, 0, 0, (byte) transparent, 0});
            out.writeBytes(new byte[] {0x2c, (byte) left, 0, (byte) top, 0, 2, 0, 2, 0, 0, 2});
            // Codes of three bits: 4 clears the table and 5 is the end.
            int codes = 4
                    + 8 * indices[0]
                    + 64 * indices[1]
                    + (4 << 9)
                    + (indices[2] << 12)
                    + (indices[3] << 15)
                    + (5 << 18);
            out.writeBytes(new byte[] {3, (byte) codes, (byte) (codes >> 8), (byte) (codes >> 16), 0});
        }
        out.write(0x3b);
        return out.toByteArray();
    }

    /** A file, with the format's own settings, such as a progressive JPEG or a bitmap with run-length encoding. */
    public static byte[] encode(BufferedImage image, String format, Consumer<ImageWriteParam> settings) {
        return write(format, new IIOImage(image, null, null), settings);
    }

    private static byte[] write(String format, IIOImage image, Consumer<ImageWriteParam> settings) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            settings.accept(param);
            writer.setOutput(stream);
            writer.write(null, image, param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** A file in the format "png", "jpg", "gif" or "bmp". */
    public static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
