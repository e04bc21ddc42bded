package io.odradek.trainer.data;

import io.odradek.trainer.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size with their labels, as bytes.
 *
 * <p>Pixels are uint8 in the order image, channel, row, column: {@code [N, C, H, W]}. Label i is the index of image i's
 * class. Immutable, though nothing is copied: whoever hands arrays in leaves them alone. Thread-safe.
 */
public final class LabelledImages {
    private final InputSpec input;
    private final byte[] pixels;
    /** Where the first image begins; others may lie before it and behind the last. */
    private final int offset;

    private final byte[] labels;
    private final List<Path> files;
    private final List<FileKind> kinds;

    /**
     * Images that stand in no files of their own.
     *
     * @param input size of one image
     * @param pixels N·C·H·W bytes
     * @param labels N class indices, 0 to 127
     */
    public LabelledImages(InputSpec input, byte[] pixels, byte[] labels) {
        this(input, pixels, labels, List.of(), List.of());
    }

    /**
     * Images that were decoded from files.
     *
     * @param input size of one image
     * @param pixels N·C·H·W bytes
     * @param labels N class indices, 0 to 127
     * @param files the file of each image, or none at all
     * @param kinds what each file is like, or none at all
     */
    public LabelledImages(InputSpec input, byte[] pixels, byte[] labels, List<Path> files, List<FileKind> kinds) {
        this(input, pixels, 0, labels, files, kinds);
        if (pixels.length != (long) labels.length * input.bytes()) {
            throw new IllegalArgumentException(labels.length + " labels need " + (long) labels.length * input.bytes()
                    + " bytes of pixels, not " + pixels.length);
        }
        if ((!files.isEmpty() && files.size() != labels.length) || kinds.size() != files.size()) {
            throw new IllegalArgumentException(
                    labels.length + " labels, but " + files.size() + " files of " + kinds.size() + " kinds");
        }
    }

    private LabelledImages(
            InputSpec input, byte[] pixels, int offset, byte[] labels, List<Path> files, List<FileKind> kinds) {
        this.input = input;
        this.pixels = pixels;
        this.offset = offset;
        this.labels = labels;
        this.files = List.copyOf(files);
        this.kinds = List.copyOf(kinds);
    }

    /** {@code count} images of random pixels, the same each time, all of class 0. */
    public static LabelledImages noise(InputSpec input, int count) {
        byte[] pixels = new byte[count * input.bytes()];
        new Random(0).nextBytes(pixels);
        return new LabelledImages(input, pixels, new byte[count]);
    }

    /** Number of images, N. */
    public int size() {
        return labels.length;
    }

    /** Size of each image. */
    public InputSpec input() {
        return input;
    }

    /** Class index of image {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** A copy of image {@code i}: C·H·W bytes. */
    public byte[] image(int i) {
        return Arrays.copyOfRange(pixels, start(i), start(i + 1));
    }

    /** A read-only view of the images from {@code from} (inclusive) to {@code to} (exclusive). */
    public ByteBuffer pixels(int from, int to) {
        return ByteBuffer.wrap(pixels, start(from), (to - from) * input.bytes())
                .slice()
                .asReadOnlyBuffer();
    }

    /** Class indices of the images from {@code from} (inclusive) to {@code to} (exclusive). */
    public long[] labels(int from, int to) {
        long[] indices = new long[to - from];
        Arrays.setAll(indices, i -> labels[from + i]);
        return indices;
    }

    /** The file that image {@code i} was decoded from; null where there is none. */
    public @Nullable Path file(int i) {
        return files.isEmpty() ? null : files.get(i);
    }

    /** What the file of each image is like; empty where the images stand in no files of their own. */
    public List<FileKind> kinds() {
        return kinds;
    }

    /** SHA-256 of the images and then the labels, as IDX files of {@code [N, H, W]} or {@code [N, C, H, W]} and [N]. */
    public String sha256() {
        ByteBuffer header = ByteBuffer.allocate(5 * Integer.BYTES);
        header.putInt(input.channels() == 1 ? 0x0803 : 0x0804).putInt(size());
        if (input.channels() > 1) {
            header.putInt(input.channels());
        }
        header.putInt(input.height()).putInt(input.width()).flip();
        MessageDigest digest = Sha256.newDigest();
        digest.update(header);
        digest.update(pixels(0, size()));
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(0x0801)
                .putInt(size())
                .flip());
        digest.update(labels);
        return Sha256.hex(digest);
    }

    /** These images, by the rules of {@code other}, which gives tensors of the same size. */
    public LabelledImages as(InputSpec other) {
        return new LabelledImages(other, pixels, offset, labels, files, kinds);
    }

    /** These images, then all of {@code more}, of the same input. */
    public LabelledImages and(LabelledImages more) {
        if (more.size() == 0) {
            return this;
        }
        byte[] allPixels = new byte[(size() + more.size()) * input.bytes()];
        pixels(0, size()).get(allPixels, 0, size() * input.bytes());
        more.pixels(0, more.size()).get(allPixels, size() * input.bytes(), more.size() * input.bytes());
        byte[] allLabels = Arrays.copyOf(labels, labels.length + more.labels.length);
        System.arraycopy(more.labels, 0, allLabels, labels.length, more.labels.length);
        return new LabelledImages(input, allPixels, allLabels);
    }

    /** {@code count} images at equal distances, or all where there are fewer: those of a class may stand together. */
    public LabelledImages spread(int count) {
        if (count >= size()) {
            return this;
        }
        byte[] chosenPixels = new byte[count * input.bytes()];
        byte[] chosenLabels = new byte[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * size() / count);
            System.arraycopy(pixels, start(from), chosenPixels, i * input.bytes(), input.bytes());
            chosenLabels[i] = labels[from];
        }
        return new LabelledImages(input, chosenPixels, chosenLabels);
    }

    /** The last {@code count} images, at most all. */
    public LabelledImages tail(int count) {
        return range(size() - count, size());
    }

    /** The first {@code count} images, or all where there are fewer. */
    public LabelledImages head(int count) {
        return count >= size() ? this : range(0, count);
    }

    /** A view: large sets are not to be there twice. */
    private LabelledImages range(int from, int to) {
        return new LabelledImages(
                input,
                pixels,
                start(from),
                Arrays.copyOfRange(labels, from, to),
                files.isEmpty() ? files : files.subList(from, to),
                kinds.isEmpty() ? kinds : kinds.subList(from, to));
    }

    private int start(int i) {
        return offset + i * input.bytes();
    }
}
