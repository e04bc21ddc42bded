package io.odradek.trainer.dataset;

import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.FashionMnist.Split;
import io.odradek.trainer.data.InputSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Labelled images to measure a model on, in the model's terms: classes by their index in its output, pixels as it takes
 * them. They are read a stretch at a time, so that they need not fit into memory. Implementations are not thread-safe.
 */
public interface TestSet {
    /** Number of images, those included that may turn out to be unreadable. */
    int size();

    /**
     * Reads some images.
     *
     * @param from inclusive
     * @param to exclusive, at most {@link #size}
     * @throws io.odradek.trainer.TrainerException when one cannot be read or has not the model's size, unless such are to
     *     be left out
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    Stretch read(int from, int to) throws InterruptedException;

    /**
     * Some images.
     *
     * @param pixels uint8 {@code [n, C, H, W]}
     * @param truth index of the class of each image in the model's output
     * @param names what to call each image in messages
     * @param skipped a line for each image that was left out
     */
    record Stretch(ByteBuffer pixels, int[] truth, List<String> names, List<String> skipped) {
        /** Copies the lists. */
        public Stretch {
            names = List.copyOf(names);
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * The images to test on in a directory: of IDX files the test images, of a folder the part {@code test} where it is
     * divided, else all. Classes are matched by name; a class of the model without images is fine.
     *
     * @param labels the model's class names in output order
     * @param input how an image becomes the model's tensor
     * @param heldOut whether of a folder that is not divided only the images count that {@link DataSource#read} holds out
     * @param skipBad whether image files that cannot be decoded are left out, in place of a failure
     * @throws io.odradek.trainer.TrainerException when the model has not the name of a class, a class folder is empty, or
     *     IDX files are damaged
     */
    static TestSet open(DataSource source, List<String> labels, InputSpec input, boolean heldOut, boolean skipBad) {
        return switch (source.kind()) {
            case FOLDERS -> FolderTestSet.open(source.directory(), labels, input, heldOut, skipBad);
            case IDX -> {
                IdxDirectory idx = new IdxDirectory(source.directory(), Objects.requireNonNull(source.names()));
                yield StoredTestSet.of(idx.test(), idx.classes(), labels, input);
            }
            case FASHION_MNIST ->
                StoredTestSet.of(FashionMnist.read(source.directory(), Split.TEST), FashionMnist.LABELS, labels, input);
        };
    }

    /** Whether all images of {@code source} count unless {@code heldOut} is set, those to learn from among them. */
    static boolean isUndivided(DataSource source) {
        return source.kind() == DataSource.Kind.FOLDERS && !FolderTestSet.hasTestPart(source.directory());
    }
}
