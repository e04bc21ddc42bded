package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one folder of class folders: the folders' names are the classes, in alphabetical order. Other files than
 * PNG and JPEG, and what begins with a full stop, are left out.
 *
 * <p>The order of the images depends on nothing but the files' names: those of a class by a digest of the name, and the
 * classes spread evenly, so that any stretch of images has all classes in proportion.
 *
 * @param classes names, sorted
 * @param files of all classes
 * @param ignored number of files of other kinds
 */
record ClassFolders(List<String> classes, List<LabelledFile> files, int ignored) {
    private static final char REPLACEMENT = '\ufffd';

    /** Copies the lists. */
    ClassFolders {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    /**
     * A file.
     *
     * @param path of a PNG or JPEG file
     * @param label index of its class
     */
    record LabelledFile(Path path, int label) {}

    /** Whether {@code folder} holds folders. */
    static boolean isThere(Path folder) {
        return Files.isDirectory(folder) && !entries(folder, Files::isDirectory).isEmpty();
    }

    /**
     * Lists the files.
     *
     * @param known the only classes that there may be, in label order; null: those that are there
     * @throws TrainerException when a class folder has no image, a class is not known, or the folder cannot be read
     */
    static ClassFolders list(Path folder, @Nullable List<String> known) {
        List<Path> folders = entries(folder, Files::isDirectory);
        List<String> names =
                folders.stream().map(path -> path.getFileName().toString()).toList();
        names.forEach(name -> requireReadable(folder, name));
        List<List<Path>> byClass = new ArrayList<>();
        List<String> classes = known == null ? names : known;
        classes.forEach(name -> byClass.add(List.of()));
        int ignored = 0;
        for (int i = 0; i < folders.size(); i++) {
            int label = classes.indexOf(names.get(i));
            if (label < 0) {
                throw new TrainerException(folders.get(i) + ": there is no class '" + names.get(i) + "' among "
                        + classes + "; take the folder away");
            }
            List<Path> all = entries(folders.get(i), path -> true);
            List<Path> images = all.stream().filter(ClassFolders::isImage).toList();
            if (images.isEmpty()) {
                throw new TrainerException("class folder " + folders.get(i)
                        + " holds no image (.png, .jpg, .jpeg); fill it, or take it away");
            }
            byClass.set(label, images);
            ignored += all.size() - images.size();
        }
        return new ClassFolders(classes, spread(byClass), ignored);
    }

    /** Java reads what its locale has no character for as one replacement character for all. */
    private static void requireReadable(Path folder, String name) {
        if (name.indexOf(REPLACEMENT) >= 0) {
            throw new TrainerException("in " + folder + " a class folder has a name that this locale cannot read, "
                    + name + "; set LC_ALL=C.UTF-8");
        }
    }

    private static List<LabelledFile> spread(List<List<Path>> byClass) {
        record Placed(double place, LabelledFile file) {}
        List<Placed> placed = new ArrayList<>();
        for (int label = 0; label < byClass.size(); label++) {
            List<Path> files = byClass.get(label).stream()
                    .sorted(Comparator.comparing(ClassFolders::digest))
                    .toList();
            for (int i = 0; i < files.size(); i++) {
                placed.add(new Placed((i + 0.5) / files.size(), new LabelledFile(files.get(i), label)));
            }
        }
        // A stable sort: classes of the same place keep their order.
        placed.sort(Comparator.comparingDouble(Placed::place));
        return placed.stream().map(Placed::file).toList();
    }

    /** SHA-256 of a file's name. */
    static String digest(Path file) {
        return Sha256.of(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isImage(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg")) && Files.isRegularFile(path);
    }

    /** Sorted by name, without what is hidden. */
    private static List<Path> entries(Path folder, Predicate<Path> kind) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(kind)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new TrainerException("cannot read " + folder + ": " + TrainerException.reasonOf(e), e);
        }
    }
}
