package io.odradek.streamer.image.codec;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** What ImageIO reads, turned into planes by the README's rules, pixel by pixel: a second opinion. */
public final class ImageIoPixels {
    private final ImageReader reader;
    private boolean warned;

    public ImageIoPixels(String format) {
        reader = ImageIO.getImageReadersByFormatName(format).next();
    }

    /** Red, green and blue planes over the background; null where ImageIO fails or warns. */
    public byte @Nullable [] planes(byte[] file, int background) {
        warned = false;
        reader.addIIOReadWarningListener((source, warning) -> warned = true);
        try {
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
            BufferedImage image = reader.read(0);
            return warned ? null : planes(image, background);
        } catch (IOException | RuntimeException e) {
            return null;
        } finally {
            reader.reset();
        }
    }

    static byte[] planes(BufferedImage image, int background) {
        int pixels = image.getWidth() * image.getHeight();
        byte[] planes = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int[] rgba = rgba(image, i % image.getWidth(), i / image.getWidth());
            for (int c = 0; c < 3; c++) {
                planes[c * pixels + i] = (byte) ((rgba[c] * rgba[3] + background * (255 - rgba[3]) + 127) / 255);
            }
        }
        return planes;
    }

    private static int[] rgba(BufferedImage image, int x, int y) {
        ColorModel colours = image.getColorModel();
        if (!(colours instanceof ComponentColorModel)) {
            int argb = image.getRGB(x, y);
            return new int[] {(argb >> 16) & 255, (argb >> 8) & 255, argb & 255, argb >>> 24};
        }
        int[] samples = image.getRaster().getPixel(x, y, (int[]) null);
        if (colours.getTransferType() == DataBuffer.TYPE_USHORT) {
            for (int b = 0; b < samples.length; b++) {
                samples[b] = (samples[b] + 128) / 257;
            }
        }
        return switch (samples.length) {
            case 1 -> new int[] {samples[0], samples[0], samples[0], 255};
            case 2 -> new int[] {samples[0], samples[0], samples[0], samples[1]};
            case 3 -> new int[] {samples[0], samples[1], samples[2], 255};
            default -> samples;
        };
    }
}
