package io.odradek.streamer.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;

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
