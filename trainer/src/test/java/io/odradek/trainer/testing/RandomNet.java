package io.odradek.trainer.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.model.AvgPool2d;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Residual;
import java.util.Random;

/** Small nets of random blocks with random numbers in them. The same seed gives the same net. */
public final class RandomNet {
    private static final int CLASSES = 7;

    private final Random random;
    private Shape shape;

    private RandomNet(Random random, InputSpec input) {
        this.random = random;
        shape = new Shape(1, input.channels(), input.height(), input.width());
    }

    /** A net of all kinds of blocks that can be exported. The caller closes it. */
    public static Net of(long seed) {
        Random random = new Random(seed);
        InputSpec input = input(random.nextBoolean() ? 1 : 3, 9 + random.nextInt(8), 9 + random.nextInt(8));
        Net net = Net.of(new RandomNet(random, input).blocks(), input, CLASSES);
        return withRandomNumbers(net, seed);
    }

    /** {@code net} with other weights and batch norm statistics: mean, variance, gamma of both signs, beta. */
    public static Net withRandomNumbers(Net net, long seed) {
        Random random = new Random(seed);
        for (Parameter parameter : net.block().getParameters().values()) {
            fill(parameter, random);
        }
        return net;
    }

    /** Images of noise. */
    public static LabelledImages noise(InputSpec input, int count) {
        byte[] pixels = new byte[count * input.bytes()];
        new Random(count).nextBytes(pixels);
        return new LabelledImages(input, pixels, new byte[count]);
    }

    /** Grey or coloured images. */
    public static InputSpec input(int channels, int height, int width) {
        InputSpec grey = InputSpec.grey(height, width);
        return new InputSpec(
                grey.layout(),
                grey.dtype(),
                channels,
                height,
                width,
                grey.fit(),
                grey.luma(),
                grey.alphaBackground(),
                grey.exif());
    }

    private SequentialBlock blocks() {
        SequentialBlock net = new SequentialBlock();
        for (int i = 4 + random.nextInt(4); i > 0; i--) {
            add(
                    net,
                    random.nextInt(8) == 0 ? new SequentialBlock().add(middle()).add(norm()) : middle());
        }
        switch (random.nextInt(3)) {
            case 0 -> add(net, Blocks.batchFlattenBlock());
            case 1 -> add(net, Pool.globalAvgPool2dBlock());
            default -> add(net, Pool.globalMaxPool2dBlock());
        }
        if (random.nextBoolean()) {
            add(net, linear(8));
            add(net, random.nextBoolean() ? norm() : Dropout.builder().build());
            add(net, Activation.reluBlock());
        }
        add(net, linear(CLASSES));
        return random.nextInt(4) == 0 ? net.add(norm()) : net;
    }

    private void add(SequentialBlock net, Block block) {
        shape = block.getOutputShapes(new Shape[] {shape})[0];
        net.add(block);
    }

    private Block middle() {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> convolution();
            case 3 -> norm();
            case 4 -> Activation.reluBlock();
            case 5 -> pool();
            case 6 -> Dropout.builder().build();
            default -> residual();
        };
    }

    private Block convolution() {
        int channels = Math.toIntExact(shape.get(1));
        // All divisors of the channels, depthwise among them.
        int groups = 1 + random.nextInt(channels);
        while (channels % groups != 0) {
            groups--;
        }
        long height = kernel(shape.get(2));
        long width = kernel(shape.get(3));
        return Conv2d.builder()
                .setFilters(groups * (1 + random.nextInt(Math.max(1, 12 / groups))))
                .setKernelShape(new Shape(height, width))
                .optStride(new Shape(1 + random.nextInt(2), 1 + random.nextInt(2)))
                .optPadding(new Shape(random.nextInt(3), random.nextInt(3)))
                .optDilation(new Shape(dilation(height, shape.get(2)), dilation(width, shape.get(3))))
                .optGroups(groups)
                .optBias(random.nextBoolean())
                .build();
    }

    private long kernel(long side) {
        return Math.min(side, 1 + random.nextInt(4));
    }

    private long dilation(long kernel, long side) {
        return 2 * (kernel - 1) + 1 <= side ? 1 + random.nextInt(2) : 1;
    }

    private Block pool() {
        int size = Math.toIntExact(Math.min(1 + random.nextInt(3), Math.min(shape.get(2), shape.get(3))));
        int stride = 1 + random.nextInt(2);
        int padding = random.nextInt(size / 2 + 1);
        return random.nextBoolean() ? new MaxPool2d(size, stride, padding) : new AvgPool2d(size, stride, padding);
    }

    private Block residual() {
        long channels = shape.get(1);
        int filters = random.nextBoolean() ? Math.toIntExact(channels) : 1 + random.nextInt(8);
        int stride = 1 + random.nextInt(2);
        SequentialBlock body = new SequentialBlock();
        if (random.nextBoolean()) {
            body.add(norm()).add(Activation.reluBlock());
        }
        body.add(convolution(3, filters, stride)).add(norm()).add(Activation.reluBlock());
        body.add(convolution(3, filters, 1)).add(norm());
        boolean same = filters == channels && stride == 1;
        Block projection = convolution(1, filters, stride);
        return new Residual(
                body,
                same
                        ? null
                        : random.nextBoolean()
                                ? projection
                                : new SequentialBlock().add(projection).add(norm()),
                random.nextBoolean());
    }

    private static Block convolution(int kernel, int filters, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optStride(new Shape(stride, stride))
                .optBias(false)
                .build();
    }

    private Block norm() {
        return BatchNorm.builder()
                .optEpsilon(random.nextBoolean() ? 1e-5f : 1e-3f)
                .build();
    }

    private Block linear(int units) {
        return Linear.builder().setUnits(units).optBias(random.nextBoolean()).build();
    }

    private static void fill(Parameter parameter, Random random) {
        NDArray array = parameter.getArray();
        float[] values = new float[Math.toIntExact(array.size())];
        long outputs = array.getShape().get(0);
        double deviation = Math.sqrt(2.0 * outputs / values.length);
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            values[i] = (float)
                    switch (parameter.getName()) {
                        case "weight" -> value * deviation;
                        case "gamma" -> Math.copySign(0.5 + random.nextDouble(), value);
                        case "runningVar" -> 0.05 + 2 * random.nextDouble();
                        default -> value / 2;
                    };
        }
        try (NDArray source = array.getManager().create(values, array.getShape())) {
            array.muli(0).addi(source);
        }
    }
}
