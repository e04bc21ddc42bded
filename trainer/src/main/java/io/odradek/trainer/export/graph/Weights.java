package io.odradek.trainer.export.graph;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;

/**
 * Weights and bias of a convolution or linear layer, {@code [outputs, ...]} and {@code [outputs]}. Immutable, though
 * nothing is copied.
 */
record Weights(float[] weight, long[] shape, float[] bias) {
    /** Copies the weights of {@code block}; a missing bias becomes zeros. */
    static Weights of(Block block) {
        Parameter weight = block.getDirectParameters().get("weight");
        long[] shape = weight.getShape().getShape();
        float[] bias = block.getDirectParameters().contains("bias")
                ? block.getDirectParameters().get("bias").getArray().toFloatArray()
                : new float[Math.toIntExact(shape[0])];
        return new Weights(weight.getArray().toFloatArray(), shape, bias);
    }

    /** The weights of one layer that computes this layer and then {@code norm}. */
    Weights fold(Norm norm) {
        float[] folded = Arrays.copyOf(weight, weight.length);
        float[] foldedBias = new float[bias.length];
        int fanIn = weight.length / bias.length;
        for (int out = 0; out < bias.length; out++) {
            double factor = norm.gamma()[out] / Math.sqrt(norm.variance()[out] + norm.epsilon());
            for (int i = out * fanIn; i < (out + 1) * fanIn; i++) {
                folded[i] = (float) (weight[i] * factor);
            }
            foldedBias[out] = (float) (((double) bias[out] - norm.mean()[out]) * factor + norm.beta()[out]);
        }
        return new Weights(folded, shape, foldedBias);
    }
}
