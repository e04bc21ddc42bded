package io.odradek.streamer.drift;

import java.util.Random;

/** What may become of the images that a model gets. */
enum Shift {
    NONE("none"),
    ROTATED_5("rotated by 5 degrees"),
    ROTATED_15("rotated by 15 degrees"),
    ROTATED_30("rotated by 30 degrees"),
    ROTATED_90("rotated by 90 degrees"),
    NOISE_10("Gaussian noise, standard deviation 10"),
    NOISE_25("Gaussian noise, standard deviation 25"),
    NOISE_50("Gaussian noise, standard deviation 50"),
    DARKER_10("darker by a tenth"),
    DARKER_50("darker by half"),
    INVERTED("inverted"),
    NO_SANDALS("no sandals, all else as before"),
    MORE_BAGS("every fifth image a bag more");

    private static final int SIDE = FashionImages.SIDE;
    private static final int SANDAL = 5;
    private static final int BAG = 8;

    final String words;

    Shift(String words) {
        this.words = words;
    }

    /** How many times as often an image of this class comes. */
    double weight(int label) {
        return switch (this) {
            case NO_SANDALS -> label == SANDAL ? 0 : 1;
            // A tenth of the images were bags: with a fifth more of them there are 2.8 tenths.
            case MORE_BAGS -> label == BAG ? 3.5 : 1;
            default -> 1;
        };
    }

    byte[] apply(byte[] image, Random random) {
        return switch (this) {
            case ROTATED_5 -> rotated(image, 5);
            case ROTATED_15 -> rotated(image, 15);
            case ROTATED_30 -> rotated(image, 30);
            case ROTATED_90 -> rotated(image, 90);
            case NOISE_10 -> noisy(image, 10, random);
            case NOISE_25 -> noisy(image, 25, random);
            case NOISE_50 -> noisy(image, 50, random);
            case DARKER_10 -> scaled(image, 0.9, 0);
            case DARKER_50 -> scaled(image, 0.5, 0);
            case INVERTED -> scaled(image, -1, 255);
            default -> image;
        };
    }

    private static byte[] scaled(byte[] image, double factor, int offset) {
        byte[] result = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            result[i] = sample((image[i] & 255) * factor + offset);
        }
        return result;
    }

    private static byte[] noisy(byte[] image, double deviation, Random random) {
        byte[] result = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            result[i] = sample((image[i] & 255) + random.nextGaussian() * deviation);
        }
        return result;
    }

    /** About the middle, bilinear; what comes from outside is black. */
    private static byte[] rotated(byte[] image, double degrees) {
        double sin = Math.sin(Math.toRadians(degrees));
        double cos = Math.cos(Math.toRadians(degrees));
        double middle = (SIDE - 1) / 2.0;
        byte[] result = new byte[image.length];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double fromX = cos * (x - middle) + sin * (y - middle) + middle;
                double fromY = cos * (y - middle) - sin * (x - middle) + middle;
                result[y * SIDE + x] = sample(between(image, fromX, fromY));
            }
        }
        return result;
    }

    private static double between(byte[] image, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double down = y - top;
        return (1 - down) * ((1 - right) * at(image, left, top) + right * at(image, left + 1, top))
                + down * ((1 - right) * at(image, left, top + 1) + right * at(image, left + 1, top + 1));
    }

    private static int at(byte[] image, int x, int y) {
        return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : image[y * SIDE + x] & 255;
    }

    private static byte sample(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
