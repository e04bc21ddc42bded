package io.odradek.trainer.config;

/**
 * One convolution of a net, and the max pool behind it. Immutable. Its values are checked by {@link Architecture}, which
 * knows the command line's options.
 *
 * @param filters output channels
 * @param kernel side of the square kernels in pixels
 * @param stride pixels from one kernel to the next
 * @param padding zeros around the input in pixels
 * @param pool side and stride of the max pool behind it in pixels; 1 is none
 */
public record Convolution(int filters, int kernel, int stride, int padding, int pool) {
    /** Side of what comes out for an input of {@code side} pixels; below 1 nothing does. */
    int outputSide(int side) {
        return side + 2 * padding < kernel ? 0 : ((side + 2 * padding - kernel) / stride + 1) / pool;
    }
}
