package io.odradek.trainer.data;

import io.odradek.trainer.TrainerException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Encoded images to tensors, by the rules of {@code odradek.input} in the README: samples as stored, integer
 * arithmetic, no colour management. Thread-safe.
 */
public final class ImageDecoder {
    static {
        ImageIO.setUseCache(false);
    }

    private final InputSpec input;

    /** A decoder for tensors of the size of {@code input}. */
    public ImageDecoder(InputSpec input) {
        this.input = input;
    }

    /** What became of an encoded image. */
    public sealed interface Outcome {}

    /**
     * A tensor.
     *
     * @param pixels {@code [C, H, W]}: C·H·W bytes
     */
    public record Decoded(byte[] pixels) implements Outcome {}

    /**
     * No tensor.
     *
     * @param reason one line
     */
    public record Undecodable(String reason) implements Outcome {}

    /** Decodes one PNG, JPEG, GIF or BMP file. */
    public Outcome decode(byte[] encoded) {
        try (ImageInputStream in =
                ImageIO.createImageInputStream(new ByteArrayInputStream(JpegProfile.remove(encoded)))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new Undecodable("no known image format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers answer damaged files with all kinds of unchecked exceptions.
            return new Undecodable("damaged image: " + TrainerException.reasonOf(e));
        }
    }

    private Outcome decode(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        // Before any pixel is decoded: a few bytes can claim gigabytes.
        if (width != input.width() || height != input.height()) {
            return new Undecodable("it has " + height + "x" + width + " pixels (height x width), expected "
                    + input.height() + "x" + input.width());
        }
        BufferedImage image = reader.read(0);
        ColorModel colors = image.getColorModel();
        if (colors instanceof IndexColorModel palette) {
            return new Decoded(tensor((x, y) -> fromPalette(palette, image.getRaster(), x, y)));
        }
        if (colors instanceof ComponentColorModel && isGreyOrRgb(colors) && isByteOrShort(image.getRaster())) {
            return new Decoded(tensor((x, y) -> fromSamples(image.getRaster(), colors.hasAlpha(), x, y)));
        }
        return new Undecodable("unsupported pixel format " + colors);
    }

    private static boolean isGreyOrRgb(ColorModel colors) {
        int type = colors.getColorSpace().getType();
        return type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB;
    }

    private static boolean isByteOrShort(Raster raster) {
        int bits = raster.getSampleModel().getSampleSize(0);
        return bits == 8 || bits == 16;
    }

    private byte[] tensor(PixelSource source) {
        int plane = input.height() * input.width();
        byte[] tensor = new byte[input.bytes()];
        for (int i = 0; i < plane; i++) {
            int[] color = source.colorAt(i % input.width(), i / input.width());
            if (input.channels() == 1) {
                tensor[i] = (byte) grey(color);
            } else {
                for (int c = 0; c < 3; c++) {
                    tensor[c * plane + i] = (byte) color[color.length == 1 ? 0 : c];
                }
            }
        }
        return tensor;
    }

    private static int grey(int[] color) {
        return color.length == 1 ? color[0] : (299 * color[0] + 587 * color[1] + 114 * color[2] + 500) / 1000;
    }

    private int[] fromPalette(IndexColorModel palette, Raster raster, int x, int y) {
        int index = raster.getSample(x, y, 0);
        int alpha = palette.getAlpha(index);
        return new int[] {
            overBackground(palette.getRed(index), alpha),
            overBackground(palette.getGreen(index), alpha),
            overBackground(palette.getBlue(index), alpha)
        };
    }

    /** One (grey) or three (red, green, blue) values, each 0 to 255. */
    private int[] fromSamples(Raster raster, boolean hasAlpha, int x, int y) {
        int[] samples = raster.getPixel(x, y, (int[]) null);
        if (raster.getSampleModel().getSampleSize(0) == 16) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (samples[i] + 128) / 257;
            }
        }
        int[] color = new int[hasAlpha ? samples.length - 1 : samples.length];
        for (int i = 0; i < color.length; i++) {
            color[i] = hasAlpha ? overBackground(samples[i], samples[samples.length - 1]) : samples[i];
        }
        return color;
    }

    private int overBackground(int color, int alpha) {
        return (color * alpha + input.alphaBackground() * (255 - alpha) + 127) / 255;
    }

    private interface PixelSource {
        int[] colorAt(int x, int y);
    }
}
