package io.odradek.streamer.micro;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Made pictures, the same in each run. Stateless. */
public final class Pictures {
    /** Pixels of a side of Fashion-MNIST's images. */
    public static final int SIDE = 28;

    private static final double NOISE = 6;

    private Pictures() {}

    /**
     * Like an image of Fashion-MNIST: a grey garment with some weave, half of the pixels black background.
     *
     * @return 784 samples, row by row
     */
    public static byte[] garment(int seed) {
        Random random = new Random(seed);
        byte[] samples = new byte[SIDE * SIDE];
        int shade = 90 + random.nextInt(120);
        for (int y = 2; y < SIDE - 2; y++) {
            int half = 5 + random.nextInt(2) + 3 * Math.abs(y - SIDE / 2) / SIDE;
            for (int x = SIDE / 2 - half; x < SIDE / 2 + half; x++) {
                samples[y * SIDE + x] = sample(shade + 25 * Math.sin(x / 3.0) + 10 * random.nextGaussian());
            }
        }
        return samples;
    }

    /**
     * Like a photo: soft shapes, with a sensor's noise.
     *
     * @param type one of {@link BufferedImage}'s with a byte for each sample
     */
    public static BufferedImage photo(int width, int height, int type) {
        Random random = new Random((long) width * height);
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                    double shape = 60 * Math.sin((x + 20 * band) / 37.0) + 50 * Math.cos((y - x / 3.0) / 23.0);
                    image.getRaster().setSample(x, y, band, sample(125 + shape + NOISE * random.nextGaussian()) & 255);
                }
            }
        }
        return image;
    }

    /** A file in ImageIO's format of that name; a PNG has the filter in each row that its writer finds best. */
    public static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte sample(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
