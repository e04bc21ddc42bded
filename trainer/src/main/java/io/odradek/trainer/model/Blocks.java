package io.odradek.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import io.odradek.trainer.config.Recipe;

/** Builds the blocks of a recipe. Stateless. */
final class Blocks {
    private Blocks() {}

    /**
     * Per convolution: convolution, batch norm where the recipe has it, ReLU, max pool; then flatten, the hidden layer
     * likewise where there is one, and a linear layer. {@code [N, C, H, W]} to logits.
     */
    static SequentialBlock build(Recipe recipe, int classes) {
        SequentialBlock net = new SequentialBlock();
        for (int filters : recipe.filters()) {
            net.add(Conv2d.builder()
                    .setFilters(filters)
                    .setKernelShape(new Shape(recipe.kernel(), recipe.kernel()))
                    .optPadding(new Shape(recipe.padding(), recipe.padding()))
                    .build());
            activate(net, recipe);
            net.add(new MaxPool2d(recipe.pool()));
        }
        net.add(ai.djl.nn.Blocks.batchFlattenBlock());
        if (recipe.hidden() > 0) {
            net.add(Linear.builder().setUnits(recipe.hidden()).build());
            activate(net, recipe);
        }
        return net.add(Linear.builder().setUnits(classes).build());
    }

    private static void activate(SequentialBlock net, Recipe recipe) {
        if (recipe.batchNorm()) {
            net.add(BatchNorm.builder().build());
        }
        net.add(Activation.reluBlock());
    }
}
