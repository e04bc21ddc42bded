package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/**
 * Images to learn from and to test on. Immutable, thread-safe.
 *
 * @param classes names in label order, 2 to {@link #MAX_CLASSES}, none twice
 * @param train images to learn from
 * @param test held-out images, of the same input
 * @param trainSha256 of the training images and their labels, as {@link LabelledImages#sha256} gives it
 * @param testSha256 of the test images and their labels
 * @param skipped a line for each file that could not be read and was left out
 * @param remarks lines that its user should know, as about images that were held out
 */
public record DataSet(
        List<String> classes,
        LabelledImages train,
        LabelledImages test,
        String trainSha256,
        String testSha256,
        List<String> skipped,
        List<String> remarks) {
    /** A label is one byte. */
    public static final int MAX_CLASSES = 128;

    private static final int MAX_NAME = 256;

    /** Copies the lists. */
    public DataSet {
        classes = List.copyOf(classes);
        skipped = List.copyOf(skipped);
        remarks = List.copyOf(remarks);
    }

    /**
     * A data set with its digests.
     *
     * @param where it was found, for messages
     * @throws TrainerException when a class has no image to learn from, or there is none to test on
     */
    static DataSet of(
            String where,
            List<String> classes,
            LabelledImages train,
            LabelledImages test,
            List<String> skipped,
            List<String> remarks) {
        int[] counts = new int[classes.size()];
        for (int i = 0; i < train.size(); i++) {
            counts[train.label(i)]++;
        }
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new TrainerException(where + ": class '" + classes.get(c)
                        + "' has no image to learn from; add some, or take the class away");
            }
        }
        if (test.size() == 0) {
            throw new TrainerException(where + " has no image to test on; add some");
        }
        return new DataSet(classes, train, test, train.sha256(), test.sha256(), skipped, remarks);
    }

    /**
     * Refuses class names that no model can have.
     *
     * @param where they stand, for messages
     * @throws TrainerException when they are too few or too many, one is empty or too long, or one stands twice
     */
    static void requireClasses(String where, List<String> names) {
        if (names.size() < 2) {
            throw new TrainerException(where + " has " + (names.isEmpty() ? "no class" : "one class only, " + names)
                    + ", expected 2 to " + MAX_CLASSES);
        }
        if (names.size() > MAX_CLASSES) {
            throw new TrainerException(
                    where + " has " + names.size() + " classes, allowed: 2 to " + MAX_CLASSES + "; join some");
        }
        HashSet<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || name.length() > MAX_NAME) {
                throw new TrainerException(where + " has a class name of " + name.length()
                        + " characters, allowed: 1 to " + MAX_NAME + ", not blank");
            }
            if (!seen.add(name)) {
                throw new TrainerException(where + " has the class '" + name + "' twice; name each class once");
            }
        }
    }

    /** How an image becomes a tensor. */
    public InputSpec input() {
        return train.input();
    }

    /** SHA-256 over everything: class names, input, training and test images with their labels. */
    public String sha256() {
        String all = String.join("\n", classes) + "\n" + input() + "\n" + trainSha256 + "\n" + testSha256;
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }
}
