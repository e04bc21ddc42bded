package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.IdxFile;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grey images of any content in four IDX files with MNIST's names, {@code .gz} or not, and a file with the class names,
 * one a line in label order. Images keep their order.
 *
 * @param directory with the four files
 * @param names file of the class names
 */
record IdxDirectory(Path directory, Path names) {
    /** Where the class names are looked for in the directory. */
    static final String NAMES = "labels.txt";

    private static final String TRAIN = "train";
    private static final String TEST = "t10k";

    /** Whether there is the first of the four files. */
    static boolean isThere(Path directory) {
        return find(directory, images(TRAIN)) != null;
    }

    /**
     * Reads all.
     *
     * @param fit the fit rule of the data set's input
     * @throws TrainerException when something is missing or damaged, images and labels disagree in number, or a label
     *     has no name
     */
    DataSet read(String fit) {
        List<String> classes = classes();
        LabelledImages train = part(TRAIN, classes.size(), fit);
        LabelledImages test = part(TEST, classes.size(), fit);
        if (!train.input().equals(test.input())) {
            throw new TrainerException(directory + ": the training images have " + size(train.input())
                    + " pixels (height x width), the test images " + size(test.input()) + "; both need the same");
        }
        return DataSet.of(directory.toString(), classes, train, test, List.of(), List.of());
    }

    /** The images to test on alone. @throws TrainerException as {@link #read} does */
    LabelledImages test() {
        return part(TEST, classes().size(), "exact");
    }

    /** The class names. */
    List<String> classes() {
        try {
            List<String> lines = Files.readString(names, StandardCharsets.UTF_8)
                    .stripTrailing()
                    .lines()
                    .map(String::strip)
                    .toList();
            DataSet.requireClasses(names.toString(), lines);
            return lines;
        } catch (IOException e) {
            throw new TrainerException(
                    "cannot read " + names + ": " + TrainerException.reasonOf(e)
                            + "; give --labels a file with a class name on each line",
                    e);
        }
    }

    private LabelledImages part(String prefix, int classes, String fit) {
        Path imageFile = require(images(prefix));
        Path labelFile = require(prefix + "-labels-idx1-ubyte");
        IdxFile images = IdxFile.read(imageFile, 3);
        byte[] labels = IdxFile.read(labelFile, 1).values();
        if (images.dimensions().get(0) != labels.length) {
            throw new TrainerException(imageFile + " has " + images.dimensions().get(0) + " images, " + labelFile + " "
                    + labels.length + " labels; both need the same number");
        }
        for (int i = 0; i < labels.length; i++) {
            if ((labels[i] & 255) >= classes) {
                throw new TrainerException(labelFile + ": label " + (labels[i] & 255) + " of image " + i
                        + " names no class: " + names + " has " + classes + ", 0 to " + (classes - 1));
            }
        }
        try {
            InputSpec input = InputSpec.of(
                    1, images.dimensions().get(1), images.dimensions().get(2), fit);
            return new LabelledImages(input, images.values(), labels);
        } catch (IllegalArgumentException e) {
            throw new TrainerException(imageFile + ": " + TrainerException.reasonOf(e), e);
        }
    }

    private Path require(String name) {
        @Nullable Path file = find(directory, name);
        if (file == null) {
            throw new TrainerException("no " + name + " or " + name + ".gz in " + directory
                    + "; four files are needed, train- and t10k-, images and labels");
        }
        return file;
    }

    private static @Nullable Path find(Path directory, String name) {
        Path gzip = directory.resolve(name + ".gz");
        Path plain = directory.resolve(name);
        return Files.exists(gzip) ? gzip : Files.exists(plain) ? plain : null;
    }

    private static String images(String prefix) {
        return prefix + "-images-idx3-ubyte";
    }

    private static String size(InputSpec input) {
        return input.height() + "x" + input.width();
    }
}
