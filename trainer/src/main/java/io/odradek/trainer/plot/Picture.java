package io.odradek.trainer.plot;

import io.odradek.trainer.data.InputSpec;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * One image of a data set, to be looked at. Not thread-safe.
 *
 * @param image at most {@value #MAX_SIDE} pixels a side
 */
public record Picture(BufferedImage image) {
    /** Larger ones are made smaller, so that a page of many stays small. */
    static final int MAX_SIDE = 168;

    static {
        // The default is a temporary file for every image.
        ImageIO.setUseCache(false);
    }

    /**
     * Takes over an image.
     *
     * @param pixels {@code [C, H, W]}, uint8
     * @param input of one channel (grey) or three (red, green, blue)
     */
    public static Picture of(byte[] pixels, InputSpec input) {
        int plane = input.height() * input.width();
        int green = input.channels() == 3 ? plane : 0;
        int blue = 2 * green;
        BufferedImage image = new BufferedImage(input.width(), input.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = (pixels[i] & 0xff) << 16 | (pixels[green + i] & 0xff) << 8 | (pixels[blue + i] & 0xff);
            image.setRGB(i % input.width(), i / input.width(), rgb);
        }
        return new Picture(shrink(image));
    }

    /** A PNG file. */
    public byte[] png() {
        return png(image);
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java runtime has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** By halves at most, because one large step would skip pixels. */
    private static BufferedImage shrink(BufferedImage image) {
        int side = Math.max(image.getWidth(), image.getHeight());
        if (side <= MAX_SIDE) {
            return image;
        }
        double scale = Math.max(0.5, (double) MAX_SIDE / side);
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smaller.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return shrink(smaller);
    }
}
