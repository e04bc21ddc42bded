package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.ImageDecoder.Header;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.dataset.ClassFolders.LabelledFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data set from a folder of class folders, which may be divided into {@code train} and {@code test}. Not thread-safe.
 */
final class FolderSet {
    /** Of each class about one image in so many is kept to test on where the folder does not say which. */
    static final int TEST_SHARE = 5;

    /** For all that is not images: logits of all test images, the report, files while they are decoded. */
    private static final long ROOM_BYTES = 160L << 20;

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
            remarks.add(trainFolder + " has no part to test on: about one image in " + TEST_SHARE
                    + " of each class, " + test.size() + " of " + all.files().size()
                    + ", is held out for it, chosen by its name, so that it stays so when others come");
        }
        return read(all.classes(), train, test);
    }

    private DataSet read(List<String> classes, List<LabelledFile> train, List<LabelledFile> test)
            throws InterruptedException {
        InputSpec input = input(train, test);
        long images = (long) train.size() + test.size();
        requireMemory(folder, input, images, Runtime.getRuntime().maxMemory());
        DecodingMemory memory = DecodingMemory.beside(images * input.bytes());
        ImageFiles.Loaded trainImages = new ImageFiles(train, options.skipBad(), listener, memory).load(input);
        ImageFiles.Loaded testImages = new ImageFiles(test, options.skipBad(), listener, memory).load(input);
        List<String> skipped = new ArrayList<>(trainImages.skipped());
        skipped.addAll(testImages.skipped());
        return DataSet.of(folder.toString(), classes, trainImages.images(), testImages.images(), skipped, remarks);
    }

    /**
     * Of each class the images that are kept to test on, or the rest. A digest of the file's name decides, and not the
     * other files; but of each class at least one image goes either way.
     */
    static List<LabelledFile> heldOut(ClassFolders all, boolean test) {
        Set<LabelledFile> chosen = new HashSet<>();
        for (int label = 0; label < all.classes().size(); label++) {
            int own = label;
            // In the order of their digests: the first are those that the share takes before others.
            List<LabelledFile> ofClass =
                    all.files().stream().filter(file -> file.label() == own).toList();
            List<LabelledFile> named =
                    ofClass.stream().filter(file -> isHeldOut(file.path())).toList();
            if (named.isEmpty() && !ofClass.isEmpty()) {
                chosen.add(ofClass.get(0));
            } else if (named.size() == ofClass.size()) {
                chosen.addAll(named.subList(0, Math.max(0, named.size() - 1)));
            } else {
                chosen.addAll(named);
            }
        }
        return all.files().stream()
                .filter(file -> chosen.contains(file) == test)
                .toList();
    }

    private static boolean isHeldOut(Path file) {
        long number = Long.parseLong(ClassFolders.digest(file).substring(0, 15), 16);
        return number % TEST_SHARE == 0;
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

    static void requireMemory(Path folder, InputSpec input, long images, long heap) {
        long needed = images * input.bytes() + ROOM_BYTES;
        if (needed > heap) {
            long megabytes = (needed >> 20) + 1;
            throw new TrainerException(folder + ": " + images + " images of " + input.bytes() + " bytes need "
                    + megabytes
                    + " MB of Java's heap, which may have " + (heap >> 20) + "; give a smaller --image-size, or set "
                    + DecodingMemory.setting(megabytes));
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
            List<Header> headers =
                    new ImageFiles(files, options.skipBad(), listener, DecodingMemory.beside(0)).headers();
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
