package io.odradek.trainer.export.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.odradek.trainer.export.graph.Margins;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A graph as the exporter writes it, less its {@link Margins}: uint8 image, cast, scaling to 0..1, the net, softmax.
 * Immutable.
 */
final class FloatGraph {
    /** Cast and scaling. */
    private static final int HEAD = 2;

    private final GraphProto graph;
    private final Map<String, TensorProto> initializers = new LinkedHashMap<>();

    FloatGraph(GraphProto exported) {
        if (exported.getNodeCount() <= HEAD
                || !exported.getNode(0).getOpType().equals("Cast")
                || !exported.getNode(1).getOpType().equals("Mul")
                || !exported.getNode(exported.getNodeCount() - 1).getOpType().equals("Softmax")) {
            throw new IllegalArgumentException("the exporter writes no such graph: it is not Cast, Mul ... Softmax");
        }
        graph = Margins.without(exported);
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    }

    GraphProto proto() {
        return graph;
    }

    /** Names of all floats between the cast and the softmax. */
    List<String> values() {
        return graph.getNodeList().subList(0, graph.getNodeCount() - 1).stream()
                .map(node -> node.getOutput(0))
                .toList();
    }

    /** Name of what the softmax takes. */
    String logits() {
        return softmax().getInput(0);
    }

    private NodeProto softmax() {
        return graph.getNode(graph.getNodeCount() - 1);
    }

    /** Whether a ReLU is all that takes {@code value}. */
    boolean isForRelu(String value) {
        return isOnlyFor("Relu", value);
    }

    /** Whether one node, of this operator, is all that takes {@code value}. */
    boolean isOnlyFor(String operator, String value) {
        List<NodeProto> takers = graph.getNodeList().stream()
                .filter(node -> node.getInputList().contains(value))
                .toList();
        return takers.size() == 1 && takers.get(0).getOpType().equals(operator);
    }

    /** Constant numbers and their sizes. */
    TensorProto initializer(String name) {
        return Objects.requireNonNull(initializers.get(name), name);
    }

    boolean isInitializer(String name) {
        return initializers.containsKey(name);
    }

    float[] numbers(String initializer) {
        FloatBuffer buffer = initializer(initializer)
                .getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }
}
