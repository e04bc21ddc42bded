package io.odradek.streamer.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * From a decoded image to the model's tensor, in integers, as the README's pixel rules say. Samples are read from the
 * raster: {@code BufferedImage.getRGB} on a grey image converts between colour spaces and changes the values. Stateless.
 */
final class Pixels {
    private Pixels() {}

    /** Whether the samples are grey or red, green and blue, each with or without alpha: CMYK has four bands too. */
    static boolean knows(ColorModel model) {
        int space = model.getColorSpace().getType();
        int colours = model.getNumColorComponents();
        return (space == ColorSpace.TYPE_GRAY && colours == 1) || (space == ColorSpace.TYPE_RGB && colours == 3);
    }

    /**
     * The tensor of an image, brought to the model's width and height where its rule is to.
     *
     * @return uint8 values in the order channel, height, width
     */
    static byte[] tensor(BufferedImage image, InputSpec spec) {
        return spec.fit().apply(planes(image, spec), image.getHeight(), image.getWidth(), spec);
    }

    private static byte[] planes(BufferedImage image, InputSpec spec) {
        if (spec.channels() == 1 && isPlainGrey(image)) {
            return ((DataBufferByte) image.getRaster().getDataBuffer())
                    .getData()
                    .clone();
        }
        int pixels = image.getWidth() * image.getHeight();
        byte[] tensor = new byte[spec.channels() * pixels];
        Samples samples = new Samples(image);
        int[] rgb = new int[3];
        for (int i = 0; i < pixels; i++) {
            boolean grey = samples.read(i, spec.alphaBackground(), rgb);
            if (spec.channels() == 1) {
                tensor[i] = (byte) (grey ? rgb[0] : (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
            } else {
                for (int c = 0; c < 3; c++) {
                    tensor[c * pixels + i] = (byte) rgb[c];
                }
            }
        }
        return tensor;
    }

    /** Raw pixels in the order height, width, channel, put into the order channel, height, width. */
    static byte[] fromRaw(byte[] raw, InputSpec spec) {
        int channels = spec.channels();
        if (channels == 1) {
            return raw;
        }
        int pixels = spec.height() * spec.width();
        byte[] tensor = new byte[raw.length];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < channels; c++) {
                tensor[c * pixels + i] = raw[i * channels + c];
            }
        }
        return tensor;
    }

    private static boolean isPlainGrey(BufferedImage image) {
        return image.getType() == BufferedImage.TYPE_BYTE_GRAY
                && image.getRaster().getSampleModel() instanceof ComponentSampleModel model
                && model.getScanlineStride() == image.getWidth()
                && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
                && buffer.getData().length == image.getWidth() * image.getHeight();
    }

    /** Reads one pixel at a time as 8-bit red, green, blue over the background. */
    private static final class Samples {
        private final BufferedImage image;
        private final Raster raster;
        private final int width;
        private final boolean components;
        private final boolean wide;
        private final int bands;
        private final int[] sample;

        Samples(BufferedImage image) {
            this.image = image;
            this.raster = image.getRaster();
            this.width = image.getWidth();
            ColorModel model = image.getColorModel();
            this.components = model instanceof ComponentColorModel;
            this.wide = raster.getTransferType() == DataBuffer.TYPE_USHORT;
            this.bands = raster.getNumBands();
            this.sample = new int[Math.max(4, bands)];
        }

        /** Reads pixel i in reading order into {@code rgb}. @return whether the image has no colour */
        boolean read(int i, int background, int[] rgb) {
            int x = i % width;
            int y = i / width;
            if (!components) {
                int argb = image.getRGB(x, y);
                blend(argb >> 16 & 255, argb >> 8 & 255, argb & 255, argb >>> 24, background, rgb);
                return false;
            }
            raster.getPixel(x, y, sample);
            if (wide) {
                for (int b = 0; b < bands; b++) {
                    sample[b] = (sample[b] + 128) / 257;
                }
            }
            boolean grey = bands <= 2;
            int alpha = bands == 2 ? sample[1] : bands == 4 ? sample[3] : 255;
            blend(sample[0], grey ? sample[0] : sample[1], grey ? sample[0] : sample[2], alpha, background, rgb);
            return grey;
        }

        private static void blend(int r, int g, int b, int alpha, int background, int[] rgb) {
            rgb[0] = over(r, alpha, background);
            rgb[1] = over(g, alpha, background);
            rgb[2] = over(b, alpha, background);
        }

        private static int over(int colour, int alpha, int background) {
            return alpha == 255 ? colour : (colour * alpha + background * (255 - alpha) + 127) / 255;
        }
    }
}
