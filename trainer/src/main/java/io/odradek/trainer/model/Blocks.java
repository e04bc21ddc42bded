package io.odradek.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import io.odradek.trainer.config.Recipe;

/** Builds the blocks of a recipe. Stateless. */
final class Blocks {
    private Blocks() {}

    /** Per convolution: convolution, ReLU, max pool; then flatten and a linear layer. {@code [N, C, H, W]} to logits. */
    static SequentialBlock build(Recipe recipe, int classes) {
        SequentialBlock net = new SequentialBlock();
        for (int filters : recipe.filters()) {
            net.add(Conv2d.builder()
                    .setFilters(filters)
                    .setKernelShape(new Shape(recipe.kernel(), recipe.kernel()))
                    .optPadding(new Shape(recipe.padding(), recipe.padding()))
                    .build());
            net.add(Activation.reluBlock());
            net.add(new MaxPool2d(recipe.pool()));
        }
        net.add(ai.djl.nn.Blocks.batchFlattenBlock());
        return net.add(Linear.builder().setUnits(classes).build());
    }
}
