package io.odradek.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Pooling over square windows: {@code [N, C, H, W]} to {@code [N, C, H', W']} with H' = (H + 2 · padding - size) /
 * stride + 1, rounded down, and W' likewise.
 *
 * <p>DJL's own pools are lambdas that cannot be asked for their sizes, so that no exporter can translate them.
 */
public abstract sealed class Pool2d extends AbstractBlock permits MaxPool2d, AvgPool2d {
    private static final byte VERSION = 1;

    private final int size;
    private final int stride;
    private final int padding;

    Pool2d(int size, int stride, int padding) {
        super(VERSION);
        require(size >= 1, "size", size, "at least 1");
        require(stride >= 1, "stride", stride, "at least 1");
        require(padding >= 0 && padding <= size / 2, "padding", padding, "0 to size / 2");
        this.size = size;
        this.stride = stride;
        this.padding = padding;
    }

    /** Side of a window in pixels. */
    public final int size() {
        return size;
    }

    /** Distance between the beginnings of two windows in pixels. */
    public final int stride() {
        return stride;
    }

    /** Pixels around the input that windows reach. */
    public final int padding() {
        return padding;
    }

    /** Pools {@code input}; the shapes are the sides twice. */
    abstract NDArray pool(NDArray input, Shape window, Shape strides, Shape paddings);

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> more) {
        return new NDList(pool(
                inputs.singletonOrThrow(),
                new Shape(size, size),
                new Shape(stride, stride),
                new Shape(padding, padding)));
    }

    /** Refuses an input that is smaller than a window. */
    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        Shape in = inputs[0];
        return new Shape[] {new Shape(in.get(0), in.get(1), side(in.get(2), in), side(in.get(3), in))};
    }

    private long side(long side, Shape in) {
        long room = side + 2L * padding - size;
        if (room < 0) {
            throw new IllegalArgumentException("pool size is %d with padding %d, more than the input's %dx%d"
                    .formatted(size, padding, in.get(2), in.get(3)));
        }
        return room / stride + 1;
    }

    private static void require(boolean valid, String what, int found, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException("pool " + what + " is " + found + ", allowed: " + allowed);
        }
    }
}
