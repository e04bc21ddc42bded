package io.odradek.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.AvgPool2d;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Residual;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.testing.RandomNet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a block computes in PyTorch, its ONNX nodes compute in ONNX Runtime. */
class BlockExportTest {
    private static final InputSpec INPUT = RandomNet.input(3, 11, 14);
    private static final int CLASSES = 7;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRandomNetComputesTheSameInOnnxRuntime(long seed) {
        try (Net net = RandomNet.of(seed)) {
            agrees(net);
        }
    }

    @Test
    void theRandomNetsHaveEveryOperator() {
        Set<String> operators = new TreeSet<>();
        seeds().forEach(seed -> {
            try (Net net = RandomNet.of(seed)) {
                GraphExporter.export(net).getNodeList().forEach(node -> operators.add(node.getOpType()));
            }
        });

        assertThat(operators)
                .containsExactly(
                        "Add",
                        "AveragePool",
                        "BatchNormalization",
                        "Cast",
                        "Conv",
                        "Flatten",
                        "Gemm",
                        "GlobalAveragePool",
                        "GlobalMaxPool",
                        "MaxPool",
                        "Mul",
                        "Relu",
                        "Softmax");
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                Arguments.of("convolution", conv(4, 3, 3).build(), "Conv"),
                Arguments.of("oblong", conv(4, 1, 5).build(), "Conv"),
                Arguments.of("without bias", conv(4, 3, 3).optBias(false).build(), "Conv"),
                Arguments.of("stride", conv(4, 3, 3).optStride(new Shape(2, 3)).build(), "Conv"),
                Arguments.of(
                        "padding", conv(4, 3, 3).optPadding(new Shape(2, 1)).build(), "Conv"),
                Arguments.of(
                        "dilation", conv(4, 3, 3).optDilation(new Shape(2, 3)).build(), "Conv"),
                Arguments.of("depthwise", conv(6, 3, 3).optGroups(3).build(), "Conv"),
                Arguments.of(
                        "groups",
                        sequence(
                                conv(8, 1, 1).build(),
                                conv(6, 3, 3).optGroups(2).build()),
                        "Conv Conv"),
                Arguments.of("batch norm first", norm(), "BatchNormalization"),
                Arguments.of("batch norm behind", sequence(conv(4, 3, 3).build(), norm()), "Conv"),
                Arguments.of(
                        "batch norm behind a pool",
                        sequence(conv(4, 3, 3).build(), new MaxPool2d(2), norm()),
                        "Conv MaxPool BatchNormalization"),
                Arguments.of(
                        "batch norm twice", sequence(conv(4, 3, 3).build(), norm(), norm()), "Conv BatchNormalization"),
                Arguments.of(
                        "batch norm outside of the sequence",
                        sequence(sequence(conv(4, 3, 3).build()), norm()),
                        "Conv"),
                Arguments.of(
                        "epsilon",
                        sequence(
                                BatchNorm.builder().optEpsilon(0.3f).build(),
                                conv(4, 3, 3).build(),
                                BatchNorm.builder().optEpsilon(0.1f).build()),
                        "BatchNormalization Conv"),
                Arguments.of("ReLU", Activation.reluBlock(), "Relu"),
                Arguments.of("max pool", new MaxPool2d(3), "MaxPool"),
                Arguments.of("max pool, overlapping", new MaxPool2d(3, 2, 1), "MaxPool"),
                Arguments.of("average pool", new AvgPool2d(3), "AveragePool"),
                Arguments.of("average pool, overlapping", new AvgPool2d(3, 2, 1), "AveragePool"),
                Arguments.of("global average pool", Pool.globalAvgPool2dBlock(), "GlobalAveragePool Flatten"),
                Arguments.of("global max pool", Pool.globalMaxPool2dBlock(), "GlobalMaxPool Flatten"),
                Arguments.of("dropout", Dropout.builder().build(), ""),
                Arguments.of("identity", Blocks.identityBlock(), ""),
                Arguments.of("flatten", Blocks.batchFlattenBlock(), "Flatten"),
                Arguments.of(
                        "linear",
                        sequence(Blocks.batchFlattenBlock(), linear(5, true), linear(6, false)),
                        "Flatten Gemm Gemm"),
                Arguments.of(
                        "linear and batch norm",
                        sequence(Blocks.batchFlattenBlock(), linear(5, false), norm(), Activation.reluBlock(), norm()),
                        "Flatten Gemm Relu BatchNormalization"),
                Arguments.of("residual", new Residual(same(3), null, false), "Conv Add"),
                Arguments.of(
                        "residual with ReLU and projection",
                        new Residual(
                                sequence(same(5), norm()),
                                sequence(conv(5, 1, 1).build(), norm()),
                                true),
                        "Conv Conv Add Relu"),
                Arguments.of(
                        "residual that begins with batch norm",
                        sequence(conv(4, 3, 3).build(), new Residual(sequence(norm(), same(4)), null, false), norm()),
                        "Conv BatchNormalization Conv Add BatchNormalization"),
                Arguments.of(
                        "residual in a residual",
                        new Residual(sequence(new Residual(same(3), null, true), same(3)), null, true),
                        "Conv Add Relu Conv Add Relu"),
                Arguments.of(
                        "residual of nothing", new Residual(Dropout.builder().build(), null, false), "Add"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void aBlockAloneComputesTheSameInOnnxRuntime(String name, Block block, String operators) {
        SequentialBlock blocks = new SequentialBlock().add(block);
        Shape out = block.getOutputShapes(new Shape[] {new Shape(1, 3, 11, 14)})[0];
        String tail = " Gemm Softmax";
        if (out.dimension() == 4) {
            blocks.add(Blocks.batchFlattenBlock());
            tail = " Flatten Gemm Softmax";
        }
        try (Net net = RandomNet.withRandomNumbers(
                Net.of(blocks.add(linear(CLASSES, true)), INPUT, CLASSES), name.hashCode())) {
            agrees(net);
            assertThat(GraphExporter.export(net).getNodeList())
                    .extracting(NodeProto::getOpType)
                    .containsExactly(("Cast Mul " + operators + tail).split(" +"));
        }
    }

    /** Logits differ by less than 1e-4 of the greatest. */
    private static void agrees(Net net) {
        LabelledImages images = noise(net);
        Scores expected = net.logits(images);
        float greatest = 0;
        for (float logit : expected.values()) {
            greatest = Math.max(greatest, Math.abs(logit));
        }
        byte[] file = GraphExporter.model(GraphExporter.export(net), Map.of()).toByteArray();
        ParityGate.Verdict verdict = ParityGate.judge(file, expected, images, 1);
        float limit = 1e-4f * greatest;
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        ParityGate.Passed.class,
                        passed -> assertThat(passed.parity().maxDifference()).isLessThan(limit));
    }

    private static LabelledImages noise(Net net) {
        return RandomNet.noise(net.input(), 20);
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

    private static BatchNorm norm() {
        return BatchNorm.builder().build();
    }

    private static Linear linear(int units, boolean bias) {
        return Linear.builder().setUnits(units).optBias(bias).build();
    }
}
