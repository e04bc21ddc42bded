package io.odradek.trainer.export.quantize;

/**
 * Weights and bias of a layer as integers. An output's weights share a step; its bias has that step times the input's.
 * Immutable, though nothing is copied.
 *
 * <p>Weights take 7 bits, -64 to 64, and not 8: x86 processors without VNNI multiply pairs of bytes by VPMADDUBSW, whose
 * sums of 16 bits stop at 32,767. 2 · 255 · 64 stays below, so that all processors find the same sums; 2 · 255 · 127
 * does not. (ONNX Runtime, "Quantize ONNX models", on U8S8 and its option reduce_range.)
 *
 * @param weights as many as the layer has, {@code [outputs, ...]}
 * @param steps one per output, above 0
 * @param bias one per output
 * @param biasSteps one per output
 */
record Int8Weights(byte[] weights, float[] steps, int[] bias, float[] biasSteps) {
    static final int MAX_WEIGHT = 64;

    /** Far enough from the end of 32 bits for the sum that is added to it. */
    private static final double MAX_BIAS = 1 << 30;

    private static final double MIN_STEP = 1e-30;

    /**
     * The nearest integers.
     *
     * @param weights {@code [outputs, ...]}
     * @param bias {@code [outputs]}
     * @param inputStep of the layer's input
     */
    static Int8Weights of(float[] weights, float[] bias, float inputStep) {
        int outputs = bias.length;
        int fanIn = weights.length / outputs;
        Int8Weights result =
                new Int8Weights(new byte[weights.length], new float[outputs], new int[outputs], new float[outputs]);
        for (int out = 0; out < outputs; out++) {
            double step = step(weights, out * fanIn, fanIn, bias[out], inputStep);
            result.steps[out] = (float) step;
            result.biasSteps[out] = (float) (step * inputStep);
            result.bias[out] = (int) Math.round(bias[out] / (step * inputStep));
            for (int i = out * fanIn; i < (out + 1) * fanIn; i++) {
                result.weights[i] = (byte) Math.round(weights[i] / step);
            }
        }
        return result;
    }

    /** The smallest with which the weights, and the bias of an output that has hardly any, still fit. */
    private static double step(float[] weights, int from, int count, float bias, float inputStep) {
        double greatest = 0;
        for (int i = from; i < from + count; i++) {
            greatest = Math.max(greatest, Math.abs(weights[i]));
        }
        return Math.max(MIN_STEP, Math.max(greatest / MAX_WEIGHT, Math.abs(bias) / (MAX_BIAS * inputStep)));
    }
}
