package io.odradek.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/** The mean of each window. Padding counts as zeros: DJL's PyTorch engine always counts it, whatever one asks for. */
public final class AvgPool2d extends Pool2d {
    /** @param size side and stride of windows that do not overlap, in pixels, at least 1 */
    public AvgPool2d(int size) {
        this(size, size, 0);
    }

    /**
     * @param size side of a window in pixels, at least 1
     * @param stride distance between windows in pixels, at least 1
     * @param padding zeros around the input in pixels, 0 to size / 2
     */
    public AvgPool2d(int size, int stride, int padding) {
        super(size, stride, padding);
    }

    @Override
    NDArray pool(NDArray input, Shape window, Shape strides, Shape paddings) {
        return Pool.avgPool2d(input, window, strides, paddings, false, true);
    }
}
