package io.odradek.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/** The largest number of each window. */
public final class MaxPool2d extends Pool2d {
    /** @param size side and stride of windows that do not overlap, in pixels, at least 1 */
    public MaxPool2d(int size) {
        this(size, size, 0);
    }

    /**
     * @param size side of a window in pixels, at least 1
     * @param stride distance between windows in pixels, at least 1
     * @param padding pixels without a number around the input, 0 to size / 2
     */
    public MaxPool2d(int size, int stride, int padding) {
        super(size, stride, padding);
    }

    @Override
    NDArray pool(NDArray input, Shape window, Shape strides, Shape paddings) {
        return Pool.maxPool2d(input, window, strides, paddings, false);
    }
}
