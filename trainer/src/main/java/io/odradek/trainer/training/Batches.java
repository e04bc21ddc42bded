package io.odradek.trainer.training;

import io.odradek.trainer.config.Augmentation;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The images of an epoch in its order, each varied as the recipe says.
 *
 * <p>What is drawn follows from random seed, epoch and the place in the epoch alone, so that a training that goes on
 * from the middle of an epoch sees what an uninterrupted one sees. Not thread-safe.
 */
final class Batches {
    private final LabelledImages images;
    private final Augmentation augmentation;
    private final long seed;
    private final int[] order;

    /**
     * @param epoch from 1
     * @param randomSeed of the training
     */
    Batches(LabelledImages images, Augmentation augmentation, long randomSeed, int epoch) {
        this.images = images;
        this.augmentation = augmentation;
        SplittableRandom random = new SplittableRandom(randomSeed * 1_000_003 + epoch);
        this.seed = random.nextLong();
        this.order = new int[images.size()];
        Arrays.setAll(order, i -> i);
        if (augmentation.shuffle()) {
            shuffle(order, random);
        }
    }

    /** The images at the places {@code from} (inclusive) to {@code to} (exclusive) of this epoch. */
    LabelledImages batch(int from, int to) {
        InputSpec input = images.input();
        byte[] pixels = new byte[(to - from) * input.bytes()];
        byte[] labels = new byte[to - from];
        for (int place = from; place < to; place++) {
            byte[] image = images.image(order[place]);
            vary(image, new SplittableRandom(seed + place), pixels, (place - from) * input.bytes());
            labels[place - from] = (byte) images.label(order[place]);
        }
        return new LabelledImages(input, pixels, labels);
    }

    private void vary(byte[] image, SplittableRandom random, byte[] to, int at) {
        InputSpec input = images.input();
        boolean mirrored = augmentation.flip() && random.nextBoolean();
        int down = offset(augmentation.shift(), random);
        int right = offset(augmentation.shift(), random);
        for (int row = Math.max(0, down); row < input.channels() * input.height(); row++) {
            int y = row % input.height();
            int sourceY = y - down;
            if (sourceY < 0 || sourceY >= input.height()) {
                continue;
            }
            int source = (row - down) * input.width();
            copy(image, source, to, at + row * input.width(), right, mirrored);
        }
        if (augmentation.erase() > 0) {
            erase(to, at, random.nextInt(input.height()), random.nextInt(input.width()));
        }
    }

    /** One row, moved to the right over black. */
    private void copy(byte[] from, int source, byte[] to, int target, int right, boolean mirrored) {
        int width = images.input().width();
        int first = Math.max(0, right);
        int end = Math.min(width, width + right);
        for (int x = first; x < end; x++) {
            int sourceX = x - right;
            to[target + x] = from[source + (mirrored ? width - 1 - sourceX : sourceX)];
        }
    }

    /** Blackens the square around a point, as far as it lies within the image. */
    private void erase(byte[] pixels, int at, int centreY, int centreX) {
        InputSpec input = images.input();
        int top = Math.max(0, centreY - augmentation.erase() / 2);
        int bottom = Math.min(input.height(), centreY - augmentation.erase() / 2 + augmentation.erase());
        int left = Math.max(0, centreX - augmentation.erase() / 2);
        int right = Math.min(input.width(), centreX - augmentation.erase() / 2 + augmentation.erase());
        for (int channel = 0; channel < input.channels(); channel++) {
            for (int y = top; y < bottom; y++) {
                int row = at + (channel * input.height() + y) * input.width();
                Arrays.fill(pixels, row + left, row + right, (byte) 0);
            }
        }
    }

    private static int offset(int most, SplittableRandom random) {
        return most == 0 ? 0 : random.nextInt(-most, most + 1);
    }

    /** Fisher and Yates, as Durstenfeld wrote it down. */
    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
