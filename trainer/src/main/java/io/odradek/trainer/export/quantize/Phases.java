package io.odradek.trainer.export.quantize;

/**
 * A convolution and the max pool of 2x2 behind it as one convolution of half the steps: its outputs are those at each of
 * the four places of a pool, and its inputs, likewise, are 2x2 pixels as channels. Of four outputs the greatest is what
 * the pool gives. Immutable, though nothing is copied.
 *
 * @param weights {@code [4 · outputs, 4 · channels, height, width]}: the first quarter of the outputs is for the upper
 *     left place of the pool, then follow upper right, lower left, lower right; the same for channels, as ONNX's
 *     SpaceToDepth orders them
 * @param bias {@code [4 · outputs]}
 * @param height of the kernel, in steps of two pixels
 * @param width of the kernel, likewise
 */
record Phases(float[] weights, float[] bias, int height, int width) {
    /** Places in a pool. */
    static final int PLACES = 4;

    /**
     * Rearranges a convolution.
     *
     * @param weights {@code [outputs, channels, kernel height, kernel width]}
     * @param bias {@code [outputs]}
     */
    static Phases of(float[] weights, float[] bias, int channels, int kernelHeight, int kernelWidth) {
        int outputs = bias.length;
        int height = steps(kernelHeight);
        int width = steps(kernelWidth);
        Phases phases = new Phases(
                new float[PLACES * outputs * PLACES * channels * height * width],
                new float[PLACES * outputs],
                height,
                width);
        for (int place = 0; place < PLACES; place++) {
            System.arraycopy(bias, 0, phases.bias, place * outputs, outputs);
            for (int i = 0; i < weights.length; i++) {
                int column = i % kernelWidth + place % 2;
                int row = i / kernelWidth % kernelHeight + place / 2;
                int plane = i / kernelWidth / kernelHeight;
                int output = place * outputs + plane / channels;
                int channel = (row % 2 * 2 + column % 2) * channels + plane % channels;
                phases.weights[((output * PLACES * channels + channel) * height + row / 2) * width + column / 2] =
                        weights[i];
            }
        }
        return phases;
    }

    /** Of two pixels, to reach over a kernel at both places of a pool. */
    private static int steps(int kernel) {
        return (kernel + 2) / 2;
    }
}
