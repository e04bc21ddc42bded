package io.odradek.trainer.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Residual;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.OnnxSession;
import io.odradek.trainer.testing.RandomNet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void computesNearlyWhatTheFloatsDo(int seed) {
        // Given: any net that can be exported
        try (Net net = RandomNet.of(seed)) {
            GraphProto floats = GraphExporter.export(net);
            LabelledImages images = RandomNet.noise(net.input(), 64);

            // When
            GraphProto bytes = Quantizer.quantize(floats, images, 1);

            // Then
            assertThat(meanDifference(floats, bytes, images, net.classes())).isLessThan(0.02);
        }
    }

    @Test
    void computesTheLargerLayersWithIntegersAndTheFirstWithFloats() {
        // Given: a first layer with a pool of 3x3
        try (Net net = RandomNet.withRandomNumbers(Net.of(convolutions(3), RandomNet.input(1, 12, 12), 5), 1)) {
            GraphProto floats = GraphExporter.export(net);
            LabelledImages images = RandomNet.noise(net.input(), 64);

            // When
            GraphProto graph = Quantizer.quantize(floats, images, 1);

            // Then: of the first the input is floats; its max pool comes before the bytes, behind a Mul that keeps it
            // there
            assertThat(operators(graph))
                    .containsExactly(
                            "Cast",
                            "Mul",
                            "Conv",
                            "Relu",
                            "MaxPool",
                            "Mul",
                            "QuantizeLinear",
                            "DequantizeLinear",
                            "DequantizeLinear",
                            "DequantizeLinear",
                            "Conv",
                            "Relu",
                            "QuantizeLinear",
                            "MaxPool",
                            "Flatten",
                            "DequantizeLinear",
                            "DequantizeLinear",
                            "DequantizeLinear",
                            "Gemm",
                            "Softmax");
            assertThat(meanDifference(floats, graph, images, net.classes())).isLessThan(0.02);
            assertThat(types(graph)).containsEntry("INT8", 4L).containsEntry("INT32", 4L);
        }
    }

    @Test
    void computesAFirstLayerWithAPoolOfFourWithIntegersFromTheImageOn() {
        // Given
        try (Net net = RandomNet.withRandomNumbers(Net.of(convolutions(2), RandomNet.input(1, 12, 12), 5), 1)) {
            GraphProto floats = GraphExporter.export(net);

            // When
            GraphProto graph = Quantizer.quantize(floats, RandomNet.noise(net.input(), 64), 1);

            // Then: no cast, and one convolution for all places of the pool
            assertThat(operators(graph).stream().filter(operator -> !operator.equals("DequantizeLinear")))
                    .startsWith(
                            "Pad",
                            "SpaceToDepth",
                            "Conv",
                            "Relu",
                            "QuantizeLinear",
                            "Transpose",
                            "Reshape",
                            "Transpose",
                            "MaxPool",
                            "Transpose",
                            "Reshape",
                            "Transpose",
                            "Conv")
                    .doesNotContain("Cast", "Mul");
            assertThat(types(graph)).containsEntry("INT8", 6L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 8, 3, 1",
        "1, 8, 10, 5, 2",
        "3, 8, 8, 5, 2",
        "3, 7, 9, 4, 1",
        "1, 9, 7, 2, 0",
        "3, 10, 8, 5, 1",
        "1, 6, 6, 1, 0",
    })
    void aFirstLayerOfAnySizeComputesNearlyWhatTheFloatsDo(
            int channels, int height, int width, int kernel, int padding) {
        // Given
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(9, kernel, padding))
                .add(Activation.reluBlock())
                .add(new MaxPool2d(2))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(5).build());
        Net untrained = Net.of(blocks, RandomNet.input(channels, height, width), 5);
        try (Net net = RandomNet.withRandomNumbers(untrained, kernel)) {
            GraphProto floats = GraphExporter.export(net);
            LabelledImages images = RandomNet.noise(net.input(), 64);

            // When
            GraphProto graph = Quantizer.quantize(floats, images, 1);

            // Then
            assertThat(operators(graph)).contains("SpaceToDepth");
            assertThat(meanDifference(floats, graph, images, net.classes())).isLessThan(0.02);
        }
    }

    @Test
    void addsResidualsAsBytes() {
        // Given
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(8))
                .add(Activation.reluBlock())
                .add(convolution(8))
                .add(Activation.reluBlock())
                .add(new Residual(new SequentialBlock().add(convolution(8)), null, true))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(5).build());
        try (Net net = RandomNet.withRandomNumbers(Net.of(blocks, RandomNet.input(3, 6, 6), 5), 2)) {
            // When
            GraphProto graph = Quantizer.quantize(GraphExporter.export(net), RandomNet.noise(net.input(), 8), 1);

            // Then
            List<String> operators = operators(graph);
            int add = operators.indexOf("Add");
            assertThat(operators.subList(add, add + 3)).containsExactly("Add", "Relu", "QuantizeLinear");
            NodeProto node = graph.getNode(add);
            assertThat(node.getInputList())
                    .allSatisfy(input -> assertThat(graph.getNodeList())
                            .anyMatch(from -> from.getOutput(0).equals(input)
                                    && from.getOpType().equals("DequantizeLinear")));
        }
    }

    @Test
    void rangesComeFromTheCalibrationImages() {
        // Given: only dark images, and then one bright
        try (Net net = RandomNet.withRandomNumbers(Net.of(convolutions(2), RandomNet.input(1, 12, 12), 5), 3)) {
            FloatGraph graph = new FloatGraph(GraphExporter.export(net));
            LabelledImages dark = grey(net, 3, 3, 3);
            LabelledImages bright = grey(net, 3, 255, 3);

            // When
            Map<String, Scale> narrow = Calibration.run(graph, dark, 1);
            Map<String, Scale> wide = Calibration.run(graph, bright, 1);

            // Then
            assertThat(step(narrow, "Mul_1")).isCloseTo(3f / 255 / 255, within(1e-8f));
            assertThat(step(wide, "Mul_1")).isCloseTo(1f / 255, within(1e-7f));
            assertThat(step(wide, "MaxPool_4")).isGreaterThan(step(narrow, "MaxPool_4"));
        }
    }

    @Test
    void refusesAGraphOfAnotherMaker() {
        assertThatThrownBy(() -> new FloatGraph(GraphProto.newBuilder()
                        .addNode(NodeProto.newBuilder().setOpType("Softmax"))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cast, Mul ... Softmax");
    }

    private static float step(Map<String, Scale> scales, String value) {
        return Objects.requireNonNull(scales.get(value)).step();
    }

    private static SequentialBlock convolutions(int firstPool) {
        return new SequentialBlock()
                .add(convolution(8))
                .add(Activation.reluBlock())
                .add(new MaxPool2d(firstPool))
                .add(convolution(8))
                .add(Activation.reluBlock())
                .add(new MaxPool2d(2))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(5).build());
    }

    private static Conv2d convolution(int filters) {
        return convolution(filters, 3, 1);
    }

    private static Conv2d convolution(int filters, int kernel, int padding) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(padding, padding))
                .build();
    }

    private static LabelledImages grey(Net net, int... values) {
        byte[] pixels = new byte[values.length * net.input().bytes()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) values[i / net.input().bytes()];
        }
        return new LabelledImages(net.input(), pixels, new byte[values.length]);
    }

    private static double meanDifference(GraphProto one, GraphProto other, LabelledImages images, int classes) {
        float[] expected = run(one, images, classes).values();
        float[] found = run(other, images, classes).values();
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += Math.abs(expected[i] - found[i]);
        }
        return sum / expected.length;
    }

    private static Scores run(GraphProto graph, LabelledImages images, int classes) {
        byte[] model = GraphExporter.model(graph, Map.of()).toByteArray();
        try (OnnxSession session = OnnxSession.open(model, 1, "the graph")) {
            return session.probabilities(images, classes);
        }
    }

    private static List<String> operators(GraphProto graph) {
        return graph.getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    private static Map<String, Long> types(GraphProto graph) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getDimsCount() > 0)
                .collect(Collectors.groupingBy(
                        tensor -> DataType.forNumber(tensor.getDataType()).name(), Collectors.counting()));
    }
}
