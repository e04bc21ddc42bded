package io.odradek.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.Random;

/**
 * PyTorch's default initialisation of convolutions and linear layers: weights and biases uniform in (-b, b) with b =
 * 1/sqrt(fan in). PyTorch calls it Kaiming-uniform with a = sqrt(5); fan in is the number of inputs to one output.
 *
 * <p>The numbers come from Java's own generator: the same seed gives the same net on every machine and device.
 */
final class UniformInit {
    private UniformInit() {}

    /** Overwrites weights and biases of every initialised convolution and linear layer in {@code net}, at any depth. */
    static void apply(Block net, long seed) {
        apply(net, new Random(seed));
    }

    private static void apply(Block block, Random random) {
        if (block.getDirectParameters().contains("weight")) {
            fill(block, random);
        }
        for (Pair<String, Block> child : block.getChildren()) {
            apply(child.getValue(), random);
        }
    }

    private static void fill(Block layer, Random random) {
        long[] weight = layer.getDirectParameters().get("weight").getShape().getShape();
        long fanIn = 1;
        for (int i = 1; i < weight.length; i++) {
            fanIn *= weight[i];
        }
        for (Pair<String, Parameter> parameter : layer.getDirectParameters()) {
            fill(parameter.getValue().getArray(), 1 / Math.sqrt((double) fanIn), random);
        }
    }

    private static void fill(NDArray array, double bound, Random random) {
        float[] values = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        // Not array.set or copyTo: PyTorch 2.7 warns on standard error about what DJL's binding does there.
        try (NDArray source = array.getManager().create(values, array.getShape())) {
            array.muli(0).addi(source);
        }
    }
}
