package io.odradek.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import io.odradek.trainer.config.Architecture;
import io.odradek.trainer.config.Convolution;

/** Builds the blocks of an architecture. Stateless. */
final class Blocks {
    private Blocks() {}

    /**
     * Per convolution: convolution, batch norm where the net has it, ReLU, max pool if any; then flatten, the hidden layer
     * likewise where there is one, and a linear layer. {@code [N, C, H, W]} to logits.
     */
    static SequentialBlock build(Architecture architecture, int classes) {
        SequentialBlock net = new SequentialBlock();
        for (Convolution convolution : architecture.convolutions()) {
            net.add(Conv2d.builder()
                    .setFilters(convolution.filters())
                    .setKernelShape(square(convolution.kernel()))
                    .optStride(square(convolution.stride()))
                    .optPadding(square(convolution.padding()))
                    .build());
            activate(net, architecture);
            if (convolution.pool() > 1) {
                net.add(new MaxPool2d(convolution.pool()));
            }
        }
        net.add(ai.djl.nn.Blocks.batchFlattenBlock());
        if (architecture.hidden() > 0) {
            net.add(Linear.builder().setUnits(architecture.hidden()).build());
            activate(net, architecture);
        }
        return net.add(Linear.builder().setUnits(classes).build());
    }

    private static Shape square(int side) {
        return new Shape(side, side);
    }

    private static void activate(SequentialBlock net, Architecture architecture) {
        if (architecture.batchNorm()) {
            net.add(BatchNorm.builder().build());
        }
        net.add(Activation.reluBlock());
    }
}
