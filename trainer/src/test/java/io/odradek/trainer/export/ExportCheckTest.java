package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Residual;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RandomNet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be exported is refused before a training. */
class ExportCheckTest {
    private static final InputSpec INPUT = RandomNet.input(3, 11, 14);
    private static final int CLASSES = 7;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        sequence(
                                conv(4, 3, 3).build(),
                                Blocks.batchFlattenBlock(),
                                LayerNorm.builder().build()),
                        "block 3 of 3, LayerNorm: cannot be exported; supported are AvgPool2d, BatchNorm, Conv2d, Dropout,"
                                + " Linear, MaxPool2d, Residual, SequentialBlock, and the lambdas ReLU, batchFlatten,"
                                + " globalAvgPool2d, globalMaxPool2d, identity"),
                Arguments.of(
                        head(Pool.maxPool2dBlock(new Shape(2, 2))),
                        "block 1 of 3, lambda 'maxPool2d': cannot be exported; supported are AvgPool2d, "),
                Arguments.of(
                        head(new Residual(sequence(same(3), Activation.geluBlock()), null, false)),
                        "block 1 of 3 > body > block 2 of 2, lambda 'GELU': cannot be exported; supported"),
                Arguments.of(
                        head(new Residual(same(3), Activation.tanhBlock(), false)),
                        "block 1 of 3 > projection, lambda 'Tanh': cannot be exported; supported"),
                Arguments.of(
                        head(sequence(same(3), sequence(new ParallelBlock(all -> all.get(0), List.of(same(3)))))),
                        "block 1 of 3 > block 2 of 2 > block 1 of 1, ParallelBlock: cannot be exported; supported"),
                Arguments.of(
                        head(GhostBatchNorm.builder().build()), "block 1 of 3, GhostBatchNorm: cannot be exported; "),
                Arguments.of(
                        head(BatchNorm.builder().optAxis(2).build()),
                        "block 1 of 3, BatchNorm: cannot be exported; it norms another axis than the channels"),
                Arguments.of(
                        head(sequence(
                                conv(14, 1, 1).build(),
                                BatchNorm.builder().optAxis(3).build())),
                        "block 1 of 3 > block 2 of 2, BatchNorm: cannot be exported; it norms another axis"),
                Arguments.of(
                        head(linear(5, true)),
                        "block 1 of 3, Linear: cannot be exported; its input is (1, 3, 11, 14), not one row per image"),
                Arguments.of(
                        sequence(Blocks.batchFlattenBlock(11 * 14), linear(CLASSES, true)),
                        "block 1 of 2, lambda 'batchFlatten': cannot be exported; it makes (3, 154) of (1, 3, 11, 14)"),
                Arguments.of(
                        sequence(conv(CLASSES, 11, 14).build()),
                        "the net's last block gives shape (1, 7, 1, 1) for one image, expected (1, 7)"),
                Arguments.of(
                        head(LambdaBlock.singleton(x -> x.mul(2), "ReLU")),
                        "the net cannot be exported: its ONNX graph does not compute what it computes: logit "));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeExportedIsRefusedBeforeATraining(SequentialBlock blocks, String reason) {
        try (Net net = Net.of(blocks, INPUT, CLASSES)) {
            assertThatThrownBy(() -> OnnxExport.check(net))
                    .isInstanceOf(TrainerException.class)
                    .hasMessageStartingWith(reason);
        }
    }

    @Test
    void checkTakesAnUntrainedNetAndLeavesItAsItIs() {
        // Given
        try (Net net = RandomNet.of(1)) {
            Scores before = net.logits(RandomNet.noise(net.input(), 20));

            // When
            OnnxExport.check(net);

            // Then
            assertThat(net.logits(RandomNet.noise(net.input(), 20)).values()).isEqualTo(before.values());
        }
    }

    private static SequentialBlock head(Block block) {
        return sequence(block, Blocks.batchFlattenBlock(), linear(CLASSES, true));
    }

    private static SequentialBlock sequence(Block... blocks) {
        return new SequentialBlock().addAll(blocks);
    }

    private static Conv2d.Builder conv(int filters, int height, int width) {
        return Conv2d.builder().setFilters(filters).setKernelShape(new Shape(height, width));
    }

    private static Conv2d same(int filters) {
        return conv(filters, 3, 3).optPadding(new Shape(1, 1)).build();
    }

    private static Linear linear(int units, boolean bias) {
        return Linear.builder().setUnits(units).optBias(bias).build();
    }
}
