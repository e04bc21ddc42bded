package io.odradek.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;

/**
 * What the layer table says about a block.
 *
 * @param kind its name without the number
 * @param operation what it does, with its sizes
 * @param formula how the side of its output follows from that of its input, numbers filled in
 */
record LayerText(String kind, String operation, String formula) {
    /** Describes a block from {@code in} to {@code out}, shapes with the batch. */
    static LayerText of(Block block, Shape in, Shape out) {
        if (block instanceof Conv2d convolution) {
            return new LayerText("convolution", operation(convolution), formula(convolution, in, out));
        }
        if (block instanceof Pool2d pool) {
            return pool(pool, in, out);
        }
        if (block instanceof Linear) {
            return new LayerText("linear", in.get(1) + " inputs to each of " + out.get(1) + " outputs", "");
        }
        if (block instanceof BatchNorm) {
            return new LayerText("batch norm", "(x - mean) / sqrt(variance) · gamma + beta", "");
        }
        if (block instanceof Dropout) {
            return new LayerText("dropout", "some numbers become 0, in training only", "");
        }
        if (block instanceof Residual residual) {
            String sum = residual.projection() == null ? "body + input" : "body + shortcut";
            return new LayerText("residual", residual.relu() ? "max(0, " + sum + ")" : sum, "");
        }
        if (block instanceof LambdaBlock lambda) {
            return lambda(lambda.getName(), in, out);
        }
        return new LayerText(block.getClass().getSimpleName(), "", "");
    }

    private static String operation(Conv2d convolution) {
        long stride = convolution.getStride().get(0);
        long dilation = convolution.getDilation().get(0);
        return "%d filters of %dx%d, padding %d"
                        .formatted(
                                convolution.getFilters(),
                                convolution.getKernelShape().get(0),
                                convolution.getKernelShape().get(1),
                                convolution.getPadding().get(0))
                + (stride == 1 ? "" : ", stride " + stride)
                + (dilation == 1 ? "" : ", dilation " + dilation)
                + (convolution.getGroups() == 1 ? "" : ", " + convolution.getGroups() + " groups");
    }

    private static String formula(Conv2d convolution, Shape in, Shape out) {
        long kernel = convolution.getKernelShape().get(0);
        long dilation = convolution.getDilation().get(0);
        String reach = dilation == 1 ? "" + kernel : "(%d · (%d - 1) + 1)".formatted(dilation, kernel);
        return windows(
                in.get(2),
                convolution.getPadding().get(0),
                reach,
                convolution.getStride().get(0),
                out.get(2));
    }

    private static LayerText pool(Pool2d pool, Shape in, Shape out) {
        boolean plain = pool.size() == pool.stride() && pool.padding() == 0;
        String square = "%1$dx%1$d square".formatted(pool.size())
                + (plain ? "" : ", stride %d, padding %d".formatted(pool.stride(), pool.padding()));
        String formula = plain
                ? "%d / %d = %d".formatted(in.get(2), pool.size(), out.get(2))
                : windows(in.get(2), pool.padding(), "" + pool.size(), pool.stride(), out.get(2));
        return pool instanceof MaxPool2d
                ? new LayerText("max pool", "largest of each " + square, formula)
                : new LayerText("average pool", "mean of each " + square, formula);
    }

    /** How many windows that reach over {@code reach} pixels fit. */
    private static String windows(long side, long padding, String reach, long stride, long windows) {
        String room = "%d + 2 · %d - %s".formatted(side, padding, reach);
        return (stride == 1 ? room : "(" + room + ") / " + stride) + " + 1 = " + windows;
    }

    private static LayerText lambda(String name, Shape in, Shape out) {
        if (name.equals("ReLU")) {
            return new LayerText("ReLU", "max(0, x)", "");
        }
        if (name.equals("globalAvgPool2d")) {
            return new LayerText("global average pool", "mean of each channel", "");
        }
        if (name.equals("globalMaxPool2d")) {
            return new LayerText("global max pool", "largest of each channel", "");
        }
        if (in.dimension() == 4 && out.dimension() == 2) {
            String formula = "%d · %d · %d = %d".formatted(in.get(1), in.get(2), in.get(3), out.get(1));
            return new LayerText("flatten", "all numbers in one row", formula);
        }
        return new LayerText(name, "", "");
    }
}
