package io.odradek.trainer.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Images of one size with their labels, as bytes.
 *
 * <p>Pixels are uint8 in the order image, channel, row, column: {@code [N, C, H, W]}. Label i is the index of image i's
 * class. Immutable, though nothing is copied: whoever hands arrays in leaves them alone. Thread-safe.
 */
public final class LabelledImages {
    private final InputSpec input;
    private final byte[] pixels;
    private final byte[] labels;

    /**
     * @param input size of one image
     * @param pixels N·C·H·W bytes
     * @param labels N class indices, 0 to 127
     */
    public LabelledImages(InputSpec input, byte[] pixels, byte[] labels) {
        if (pixels.length != (long) labels.length * input.bytes()) {
            throw new IllegalArgumentException(labels.length + " labels need " + (long) labels.length * input.bytes()
                    + " bytes of pixels, not " + pixels.length);
        }
        this.input = input;
        this.pixels = pixels;
        this.labels = labels;
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
        return Arrays.copyOfRange(pixels, i * input.bytes(), (i + 1) * input.bytes());
    }

    /** A read-only view of the images from {@code from} (inclusive) to {@code to} (exclusive). */
    public ByteBuffer pixels(int from, int to) {
        return ByteBuffer.wrap(pixels, from * input.bytes(), (to - from) * input.bytes())
                .slice()
                .asReadOnlyBuffer();
    }

    /** Class indices of the images from {@code from} (inclusive) to {@code to} (exclusive). */
    public long[] labels(int from, int to) {
        long[] indices = new long[to - from];
        Arrays.setAll(indices, i -> labels[from + i]);
        return indices;
    }

    /** The last {@code count} images, at most all. */
    public LabelledImages tail(int count) {
        int from = size() - count;
        return new LabelledImages(
                input,
                Arrays.copyOfRange(pixels, from * input.bytes(), pixels.length),
                Arrays.copyOfRange(labels, from, size()));
    }

    /** The first {@code count} images, or all where there are fewer. */
    public LabelledImages head(int count) {
        if (count >= size()) {
            return this;
        }
        return new LabelledImages(input, Arrays.copyOf(pixels, count * input.bytes()), Arrays.copyOf(labels, count));
    }
}
