package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.FashionMnist.Split;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a data set, and of which kind it is. IDX files with class names beside them are what those say;
 * without class names they can only be Fashion-MNIST, and must have its digests. Immutable, thread-safe.
 *
 * @param directory with the data set
 * @param kind what is there
 * @param names file of the class names; null but for {@link Kind#IDX}
 */
public record DataSource(
        Path directory, Kind kind, @Nullable Path names) {
    private static final int LONGEST_NAME = 64;

    /** What a directory may hold. */
    public enum Kind {
        /** The four files of Fashion-MNIST. */
        FASHION_MNIST,
        /** Four IDX files of another content, and class names. */
        IDX,
        /** A folder for each class, with PNG and JPEG files. */
        FOLDERS
    }

    /** Fashion-MNIST in {@code directory}. */
    public static DataSource fashionMnist(Path directory) {
        return new DataSource(directory, Kind.FASHION_MNIST, null);
    }

    /**
     * Looks at what is there, and reads nothing.
     *
     * @param labels the user's file of class names; null where there is none
     * @throws TrainerException when there is no data set
     */
    public static DataSource of(Path directory, @Nullable Path labels) {
        if (!Files.isDirectory(directory)) {
            throw new TrainerException("no directory " + directory + "; give --data one with images");
        }
        Path names = labels == null ? directory.resolve(IdxDirectory.NAMES) : labels;
        if (IdxDirectory.isThere(directory)) {
            return labels != null || Files.exists(names)
                    ? new DataSource(directory, Kind.IDX, names)
                    : fashionMnist(directory);
        }
        if (!ClassFolders.isThere(directory)) {
            throw new TrainerException("no train-images-idx3-ubyte.gz in " + directory
                    + ", and no class folders with images; give --data the directory that 'trainer data --fetch'"
                    + " prints, or a folder FOLDER/CLASS/*.png");
        }
        if (labels != null) {
            throw new TrainerException("--labels is " + labels + ", but the class names of " + directory
                    + " are those of its folders; leave it out");
        }
        return new DataSource(directory, Kind.FOLDERS, null);
    }

    /** A name for a model that learns from it: {@code fashion-mnist}, or one like the directory's. */
    public String modelName() {
        if (kind == Kind.FASHION_MNIST) {
            return "fashion-mnist";
        }
        @Nullable Path last = directory.toAbsolutePath().normalize().getFileName();
        String name = (last == null ? "" : last.toString())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[._-]+", "");
        return name.isEmpty() ? "images" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    /**
     * Reads all images.
     *
     * @throws TrainerException when anything is missing, damaged or does not fit together; nothing is skipped that the
     *     options do not allow
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    public DataSet read(ReadOptions options, ReadListener listener) throws InterruptedException {
        if (kind == Kind.FOLDERS) {
            return new FolderSet(directory, options, listener).read();
        }
        String fit = Objects.requireNonNullElse(options.fit(), FashionMnist.INPUT.fit());
        DataSet data = names == null ? fashionMnist(fit) : new IdxDirectory(directory, names).read(fit);
        requireAsStored(options, data.input());
        return data;
    }

    private DataSet fashionMnist(String fit) {
        InputSpec input = InputSpec.of(
                FashionMnist.INPUT.channels(), FashionMnist.INPUT.height(), FashionMnist.INPUT.width(), fit);
        LabelledImages train = FashionMnist.read(directory, Split.TRAIN).as(input);
        LabelledImages test = FashionMnist.read(directory, Split.TEST).as(input);
        // Verified by digests: they need not be computed again.
        return new DataSet(
                FashionMnist.LABELS, train, test, Split.TRAIN.sha256(), Split.TEST.sha256(), List.of(), List.of());
    }

    private void requireAsStored(ReadOptions options, InputSpec input) {
        Integer height = Objects.requireNonNullElse(options.height(), input.height());
        Integer width = Objects.requireNonNullElse(options.width(), input.width());
        if (height != input.height() || width != input.width()) {
            throw new TrainerException("--image-size is " + height + "x" + width + ", but IDX files are taken as they"
                    + " are, and " + directory + " has images of " + input.height() + "x" + input.width()
                    + "; leave it out");
        }
        if (options.channels() != null && options.channels() != input.channels()) {
            throw new TrainerException(
                    "--channels is " + options.channels() + ", but IDX files are grey, 1; leave it out");
        }
    }
}
