package io.odradek.trainer.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Max pooling over squares that do not overlap: {@code [N, C, H, W]} to {@code [N, C, H / size, W / size]}, rounded
 * down.
 *
 * <p>DJL's own pool is a lambda that cannot be asked for its size, so that no exporter can translate it.
 */
public final class MaxPool2d extends AbstractBlock {
    private static final byte VERSION = 1;

    private final int size;

    /** @param size side and stride of the squares in pixels, at least 1 */
    public MaxPool2d(int size) {
        super(VERSION);
        if (size < 1) {
            throw new IllegalArgumentException("pool size is " + size + ", allowed: at least 1");
        }
        this.size = size;
    }

    /** Side and stride of the squares in pixels. */
    public int size() {
        return size;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> more) {
        Shape square = new Shape(size, size);
        return new NDList(Pool.maxPool2d(inputs.singletonOrThrow(), square, square, new Shape(0, 0), false));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape in = inputs[0];
        return new Shape[] {new Shape(in.get(0), in.get(1), in.get(2) / size, in.get(3) / size)};
    }
}
