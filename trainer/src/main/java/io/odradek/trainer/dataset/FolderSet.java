package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.ImageDecoder.Header;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.dataset.ClassFolders.LabelledFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data set from a folder of class folders, which may be divided into {@code train} and {@code test}. Not thread-safe.
 */
final class FolderSet {
    /** Of each class one image in so many is kept to test on where the folder does not say which. */
    static final int TEST_SHARE = 5;

    static final String TRAIN = "train";
    static final String TEST = "test";

    private final Path folder;
    private final ReadOptions options;
    private final ReadListener listener;
    private final List<String> remarks = new ArrayList<>();

    FolderSet(Path folder, ReadOptions options, ReadListener listener) {
        this.folder = folder;
        this.options = options;
        this.listener = listener;
    }

    DataSet read() throws InterruptedException {
        boolean divided = isDivided(folder);
        Path trainFolder = divided ? folder.resolve(TRAIN) : folder;
        Path testFolder = folder.resolve(TEST);
        ClassFolders all = ClassFolders.list(trainFolder, null);
        DataSet.requireClasses(trainFolder.toString(), all.classes());
        remarkIgnored(trainFolder, all);
        List<LabelledFile> train = all.files();
        List<LabelledFile> test;
        if (divided && Files.isDirectory(testFolder)) {
            ClassFolders listed = ClassFolders.list(testFolder, all.classes());
            remarkIgnored(testFolder, listed);
            test = listed.files();
        } else {
            requireTwoOfEach(trainFolder, all);
            test = heldOut(all, true);
            train = heldOut(all, false);
            remarks.add(trainFolder + " has no part to test on: one image in " + TEST_SHARE + " of each class, "
                    + test.size() + " of " + all.files().size() + ", is held out for it, always the same ones");
        }
        return read(all.classes(), train, test);
    }

    private DataSet read(List<String> classes, List<LabelledFile> train, List<LabelledFile> test)
            throws InterruptedException {
        InputSpec input = input(train, test);
        ImageFiles.Loaded trainImages = new ImageFiles(train, options.skipBad(), listener).load(input);
        ImageFiles.Loaded testImages = new ImageFiles(test, options.skipBad(), listener).load(input);
        List<String> skipped = new ArrayList<>(trainImages.skipped());
        skipped.addAll(testImages.skipped());
        return DataSet.of(folder.toString(), classes, trainImages.images(), testImages.images(), skipped, remarks);
    }

    /** Of each class the first of every {@link #TEST_SHARE}, or the rest. */
    static List<LabelledFile> heldOut(ClassFolders all, boolean test) {
        int[] seen = new int[all.classes().size()];
        List<LabelledFile> chosen = new ArrayList<>();
        for (LabelledFile file : all.files()) {
            if ((seen[file.label()]++ % TEST_SHARE == 0) == test) {
                chosen.add(file);
            }
        }
        return chosen;
    }

    private static void requireTwoOfEach(Path where, ClassFolders all) {
        int[] seen = new int[all.classes().size()];
        all.files().forEach(file -> seen[file.label()]++);
        for (int label = 0; label < seen.length; label++) {
            if (seen[label] < 2) {
                throw new TrainerException(
                        "class folder " + where.resolve(all.classes().get(label))
                                + " holds one image, at least 2 are needed, one to learn from and one to test on; add some");
            }
        }
    }

    /** What was asked for; else the size that all images have, and grey where all of them are. */
    private InputSpec input(List<LabelledFile> train, List<LabelledFile> test) throws InterruptedException {
        @Nullable Integer height = options.height();
        @Nullable Integer width = options.width();
        @Nullable Integer channels = options.channels();
        if (height == null || width == null || channels == null) {
            List<LabelledFile> files = new ArrayList<>(train);
            files.addAll(test);
            List<Header> headers = new ImageFiles(files, options.skipBad(), listener).headers();
            if (channels == null) {
                channels = headers.stream().anyMatch(h -> h != null && h.coloured()) ? 3 : 1;
            }
            if (height == null || width == null) {
                Header size = sameSize(files, headers);
                height = size.height();
                width = size.width();
            }
        }
        String fit = options.height() == null ? "exact" : "resize";
        try {
            return InputSpec.of(channels, height, width, Objects.requireNonNullElse(options.fit(), fit));
        } catch (IllegalArgumentException e) {
            throw new TrainerException(
                    folder + ": " + TrainerException.reasonOf(e) + "; give a smaller --image-size", e);
        }
    }

    private static Header sameSize(List<LabelledFile> files, List<Header> headers) {
        int first = -1;
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if (header == null) {
                continue;
            }
            first = first < 0 ? i : first;
            Header expected = headers.get(first);
            if (header.height() != expected.height() || header.width() != expected.width()) {
                throw new TrainerException("the images differ in size: " + describe(files.get(first), expected)
                        + ", " + describe(files.get(i), header) + "; give --image-size HxW (height x width, or one"
                        + " number for a square), and all become that");
            }
        }
        if (first < 0) {
            throw new TrainerException("none of the " + files.size() + " files is an image that can be read, as "
                    + files.get(0).path() + "; give PNG or JPEG files");
        }
        return headers.get(first);
    }

    private static String describe(LabelledFile file, Header header) {
        return file.path() + " has " + header.height() + "x" + header.width();
    }

    private void remarkIgnored(Path where, ClassFolders listed) {
        if (listed.ignored() > 0) {
            remarks.add(where + ": " + listed.ignored() + " entries are no .png, .jpg or .jpeg files, ignored");
        }
    }

    /** Whether class folders are in {@code folder/train}, not in the folder itself: a class may be called train. */
    static boolean isDivided(Path folder) {
        return ClassFolders.isThere(folder.resolve(TRAIN));
    }
}
