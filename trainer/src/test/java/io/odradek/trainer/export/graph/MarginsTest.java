package io.odradek.trainer.export.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import io.odradek.trainer.onnx.OnnxSession;
import io.odradek.trainer.testing.RandomNet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginsTest {
    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 5, 1, 2, true",
        "32, 7, 1, 3, true",
        "16, 3, 1, 1, false",
        "12, 5, 1, 2, false",
        "16, 5, 2, 2, false",
    })
    void onlyAWideKernelOverManyChannelsHasThem(int channels, int kernel, int stride, int padding, boolean margin) {
        // Given
        try (Net net = net(channels, kernel, stride, padding)) {
            // When
            GraphProto graph = GraphExporter.export(net);

            // Then: columns by a node of their own, rows by the convolution
            List<NodeProto> convolutions = convolutions(graph);
            assertThat(convolutions).hasSize(margin ? 3 : 2);
            NodeProto last = convolutions.get(convolutions.size() - 1);
            assertThat(Nodes.integers(last, "pads"))
                    .containsExactly((long) padding, margin ? 0L : padding, (long) padding, margin ? 0L : padding);
        }
    }

    @Test
    void changeNoResult() {
        // Given
        try (Net net = net(16, 5, 1, 2)) {
            GraphProto graph = GraphExporter.export(net);
            LabelledImages images = RandomNet.noise(net.input(), 16);

            // When
            GraphProto plain = Margins.without(graph);

            // Then
            assertThat(convolutions(plain)).hasSize(2);
            assertThat(plain.getInitializerCount()).isEqualTo(graph.getInitializerCount() - 1);
            float[] expected = run(plain, images);
            float[] found = run(graph, images);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
            }
        }
    }

    @Test
    void aGraphThatHasNoneStaysAsItIs() {
        // Given
        try (Net net = net(16, 3, 1, 1)) {
            GraphProto graph = GraphExporter.export(net);

            // When
            GraphProto plain = Margins.without(graph);

            // Then
            assertThat(plain).isEqualTo(graph);
        }
    }

    private static Net net(int channels, int kernel, int stride, int padding) {
        SequentialBlock blocks = new SequentialBlock()
                .add(convolution(channels, 3, 1, 1))
                .add(Activation.reluBlock())
                .add(convolution(8, kernel, stride, padding))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(5).build());
        return RandomNet.withRandomNumbers(Net.of(blocks, RandomNet.input(1, 10, 14), 5), 1);
    }

    private static Conv2d convolution(int filters, int kernel, int stride, int padding) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .build();
    }

    private static List<NodeProto> convolutions(GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .toList();
    }

    private static float[] run(GraphProto graph, LabelledImages images) {
        byte[] model = GraphExporter.model(graph, Map.of()).toByteArray();
        try (OnnxSession session = OnnxSession.open(model, 1, "the graph")) {
            return session.probabilities(images, 5).values();
        }
    }
}
