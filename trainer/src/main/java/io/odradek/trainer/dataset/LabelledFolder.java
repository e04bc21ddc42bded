package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Images in a folder of class folders, {@code folder/class/*.png|jpg|jpeg}, to measure a model on. Immutable.
 *
 * @param images decoded by the model's rules, labels in the model's order; each has its file
 * @param skipped a line for each file that could not be read and was left out
 */
public record LabelledFolder(LabelledImages images, List<String> skipped) {
    static final String TRAIN = "train";
    static final String TEST = "test";

    /** Copies the list. */
    public LabelledFolder {
        skipped = List.copyOf(skipped);
    }

    /** Whether {@code directory} holds class folders, or the parts {@code train} and {@code test}. */
    public static boolean isThere(Path directory) {
        return ClassFolders.isThere(directory);
    }

    /**
     * Reads all images, or those of the part {@code test} where the folder is divided.
     *
     * @param classes the model's class names; the folders' names are among them
     * @param input how an image becomes the model's tensor
     * @param skipBad whether files that cannot be decoded are left out, in place of a failure
     * @throws TrainerException when a class is unknown, a class folder is empty, or a file cannot be decoded
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    public static LabelledFolder read(
            Path folder, List<String> classes, InputSpec input, boolean skipBad, ReadListener listener)
            throws InterruptedException {
        Path part = isDivided(folder) && Files.isDirectory(folder.resolve(TEST)) ? folder.resolve(TEST) : folder;
        ClassFolders listed = ClassFolders.list(part, classes);
        ImageFiles.Loaded loaded = new ImageFiles(listed.files(), skipBad, listener).load(input);
        if (loaded.images().size() == 0) {
            throw new TrainerException(part + " has no image that can be read; give class folders with PNG or JPEG");
        }
        return new LabelledFolder(loaded.images(), loaded.skipped());
    }

    /** Whether class folders are in {@code folder/train}, not in the folder itself: a class may be called train. */
    static boolean isDivided(Path folder) {
        return ClassFolders.isThere(folder.resolve(TRAIN));
    }
}
