package io.odradek.trainer.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Grey pixels to PNG files of 8 bits a pixel, without loss. Stateless. */
public final class PngEncoder {
    static {
        // The default is a temporary file for every image.
        ImageIO.setUseCache(false);
    }

    private PngEncoder() {}

    /**
     * Encodes one image.
     *
     * @param pixels {@code [1, H, W]}: H·W bytes
     * @param input of one channel
     */
    public static byte[] encode(byte[] pixels, InputSpec input) {
        if (input.channels() != 1 || pixels.length != input.bytes()) {
            throw new IllegalArgumentException(
                    "expected one channel and " + input.bytes() + " bytes, not " + pixels.length + " for " + input);
        }
        BufferedImage image = new BufferedImage(input.width(), input.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(pixels, 0, samples, 0, pixels.length);
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
