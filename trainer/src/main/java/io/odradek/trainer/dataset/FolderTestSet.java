package io.odradek.trainer.dataset;

import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.dataset.ClassFolders.LabelledFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The images in a folder of class folders, {@code folder/class/*.png|jpg|jpeg}.
 *
 * @param files with the index of their class in the model's output
 */
record FolderTestSet(List<LabelledFile> files, InputSpec input, boolean skipBad) implements TestSet {
    /** Opens as {@link TestSet#open} does. */
    static FolderTestSet open(Path folder, List<String> labels, InputSpec input, boolean heldOut, boolean skipBad) {
        if (hasTestPart(folder)) {
            ClassFolders all = ClassFolders.list(folder.resolve(FolderSet.TEST), asFolders(labels));
            return new FolderTestSet(all.files(), input, skipBad);
        }
        Path undivided = FolderSet.isDivided(folder) ? folder.resolve(FolderSet.TRAIN) : folder;
        ClassFolders all = ClassFolders.list(undivided, asFolders(labels));
        return new FolderTestSet(heldOut ? FolderSet.heldOut(all, true) : all.files(), input, skipBad);
    }

    /** Whether the folder says which images are to test on. */
    static boolean hasTestPart(Path folder) {
        return ClassFolders.isThere(folder.resolve(FolderSet.TEST));
    }

    /** A folder's name cannot have a slash, as in {@code T-shirt/top}: there it is an underscore. */
    private static List<String> asFolders(List<String> labels) {
        List<String> folders =
                labels.stream().map(label -> label.replace('/', '_')).toList();
        return folders.stream().distinct().count() < folders.size() ? labels : folders;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public Stretch read(int from, int to) throws InterruptedException {
        List<LabelledFile> some = files.subList(from, to);
        DecodingMemory memory = DecodingMemory.beside((long) some.size() * input.bytes());
        ImageFiles.Loaded loaded = new ImageFiles(some, skipBad, ReadListener.NONE, memory).load(input);
        LabelledImages images = loaded.images();
        // Not from the images: there a label is one byte, and a model may have more classes.
        Map<Path, Integer> labels = some.stream().collect(Collectors.toMap(LabelledFile::path, LabelledFile::label));
        int[] truth = new int[images.size()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            Path file = Objects.requireNonNull(images.file(i));
            truth[i] = Objects.requireNonNull(labels.get(file));
            names.add(file.toString());
        }
        return new Stretch(images.pixels(0, images.size()), truth, names, loaded.skipped());
    }
}
