package io.odradek.trainer.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Grey or coloured pixels to PNG files of 8 bits a sample, without loss. Stateless. */
public final class PngEncoder {
    static {
        // The default is a temporary file for every image.
        ImageIO.setUseCache(false);
    }

    private PngEncoder() {}

    /**
     * Encodes one image.
     *
     * @param pixels {@code [C, H, W]}: C·H·W bytes
     * @param input size of the image
     */
    public static byte[] encode(byte[] pixels, InputSpec input) {
        if (pixels.length != input.bytes()) {
            throw new IllegalArgumentException(
                    "expected " + input.bytes() + " bytes, not " + pixels.length + " for " + input);
        }
        boolean grey = input.channels() == 1;
        BufferedImage image = new BufferedImage(
                input.width(), input.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        int plane = input.height() * input.width();
        for (int i = 0; i < pixels.length; i++) {
            int at = i % plane;
            image.getRaster().setSample(at % input.width(), at / input.width(), i / plane, pixels[i] & 255);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java runtime has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }
}
