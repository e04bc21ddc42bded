package io.odradek.trainer.export;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;

/**
 * Weights and bias of a convolution or linear layer, {@code [outputs, ...]} and {@code [outputs]}. Immutable, though
 * nothing is copied.
 */
record Weights(float[] weight, long[] shape, float[] bias) {
    /** DJL's default. A block does not tell its own; another value would fail the parity gate. */
    private static final double EPSILON = 1e-5;

    /** Copies the weights of {@code block}; a missing bias becomes zeros. */
    static Weights of(Block block) {
        Parameter weight = block.getDirectParameters().get("weight");
        long[] shape = weight.getShape().getShape();
        boolean hasBias = block.getDirectParameters().contains("bias");
        float[] bias = hasBias ? numbers(block, "bias") : new float[Math.toIntExact(shape[0])];
        return new Weights(weight.getArray().toFloatArray(), shape, bias);
    }

    /** The weights of one layer that computes this layer and then {@code norm} as it is at inference. */
    Weights fold(BatchNorm norm) {
        float[] gamma = numbers(norm, "gamma");
        float[] beta = numbers(norm, "beta");
        float[] mean = numbers(norm, "runningMean");
        float[] variance = numbers(norm, "runningVar");
        float[] folded = Arrays.copyOf(weight, weight.length);
        float[] foldedBias = new float[bias.length];
        int fanIn = weight.length / bias.length;
        for (int out = 0; out < bias.length; out++) {
            double factor = gamma[out] / Math.sqrt(variance[out] + EPSILON);
            for (int i = out * fanIn; i < (out + 1) * fanIn; i++) {
                folded[i] = (float) (weight[i] * factor);
            }
            foldedBias[out] = (float) ((bias[out] - mean[out]) * factor + beta[out]);
        }
        return new Weights(folded, shape, foldedBias);
    }

    private static float[] numbers(Block block, String parameter) {
        return block.getDirectParameters().get(parameter).getArray().toFloatArray();
    }
}
