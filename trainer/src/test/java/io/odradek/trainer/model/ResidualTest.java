package io.odradek.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.testing.RandomNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidualTest {
    @TempDir
    Path dir;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @Test
    void addsItsInputToWhatTheBodyMakesOfIt() {
        assertThat(compute(new Residual(Activation.reluBlock(), null, false), -1, 3))
                .containsExactly(-1, 6);
    }

    @Test
    void mayEndWithARelu() {
        assertThat(compute(new Residual(Activation.reluBlock(), null, true), -1, 3))
                .containsExactly(0, 6);
    }

    @Test
    void addsTheProjectionOfItsInput() {
        Residual residual = new Residual(Blocks.identityBlock(), Activation.reluBlock(), false);

        assertThat(compute(residual, -1, 3)).containsExactly(-1, 6);
    }

    @Test
    void refusesSummandsOfDifferentShapes() {
        Residual residual = new Residual(new MaxPool2d(2), null, false);

        assertThatThrownBy(() -> residual.getOutputShapes(new Shape[] {new Shape(1, 3, 8, 8)}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("residual: the body gives [(1, 3, 4, 4)], the shortcut [(1, 3, 8, 8)];"
                        + " give it a projection to the body's shape");
    }

    @Test
    void itsLayersGetTheInitialisationOfTheNet() {
        // Given
        try (Net net = residualNet()) {
            // When
            UniformInit.apply(net.block(), 1);

            // Then: fan in 25, bound 1/5
            NDArray weight = net.block()
                    .getParameters()
                    .get("01Residual_01body_01Conv2d_weight")
                    .getArray();
            assertThat(weight.abs().max().getFloat()).isBetween(0.19f, 0.2f);
        }
    }

    @Test
    void aNetWithResidualBlocksComputesTheSameAfterSavingAndLoading() throws IOException {
        // Given
        Path file = dir.resolve("weights.params");
        try (Net net = RandomNet.withRandomNumbers(residualNet(), 1);
                Net other = RandomNet.withRandomNumbers(residualNet(), 2)) {
            LabelledImages images = RandomNet.noise(net.input(), 10);
            try (OutputStream out = Files.newOutputStream(file)) {
                net.save(out);
            }
            assertThat(other.logits(images).values())
                    .isNotEqualTo(net.logits(images).values());

            // When
            other.load(file);

            // Then
            assertThat(other.logits(images).values())
                    .isEqualTo(net.logits(images).values());
        }
    }

    private static Net residualNet() {
        SequentialBlock body = new SequentialBlock()
                .add(convolution(5))
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock());
        SequentialBlock blocks = new SequentialBlock()
                .add(new Residual(body, convolution(1), false))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());
        return Net.of(blocks, FashionMnist.INPUT, 10);
    }

    private static Conv2d convolution(int kernel) {
        return Conv2d.builder()
                .setFilters(16)
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .build();
    }

    private static float[] compute(Residual residual, float... numbers) {
        try (NDManager manager = NDManager.newBaseManager(Torch.ENGINE)) {
            NDList input = new NDList(manager.create(numbers, new Shape(1, numbers.length)));
            return residual.forward(new ParameterStore(manager, false), input, false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }
}
