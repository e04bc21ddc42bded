package io.odradek.quickstart.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param home the checkout: where {@code trainer/bin/trainer} and {@code streamer/bin/streamer} are
 * @param out where summary, report and logs go
 * @param data the directory with Fashion-MNIST, or null to look for it
 * @param epochs of the first training, 1 to 100
 * @param images test images to replay, 1 to 10,000
 * @param limit training images, 100 to 60,000
 * @param rate highest rate of the paced phase in images a second, 1 to 100,000
 * @param keep whether broker, streamer and evaluation go on running at the end
 * @param open whether the live page is opened in a browser
 * @param verbose whether the children show stack traces
 */
public record Options(
        Path home,
        Path out,
        @Nullable Path data,
        int epochs,
        int images,
        int limit,
        int rate,
        boolean keep,
        boolean open,
        boolean verbose) {
    /** Every test image of the data set. */
    public static final int ALL_TEST_IMAGES = 10_000;

    /** Every training image of the data set. */
    public static final int ALL_TRAINING_IMAGES = 60_000;

    /** Checks the ranges. */
    public Options {
        requireRange("--epochs", epochs, 1, 100);
        requireRange("--images", images, 1, ALL_TEST_IMAGES);
        requireRange("--limit", limit, 100, ALL_TRAINING_IMAGES);
        requireRange("--rate", rate, 1, 100_000);
        home = home.toAbsolutePath().normalize();
        out = out.toAbsolutePath().normalize();
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + least + " to " + most);
        }
    }
}
