package io.odradek.streamer.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Parts of graphs that do harm. */
public final class HostileGraphs {
    private static final int LONG_TIME = 1_000;

    private HostileGraphs() {}

    /** A valid small file, but building or calling it takes hours: a chain of products of large matrices. */
    public static byte[] endless(String version) {
        ModelProto.Builder model = TestModels.model(version, 0);
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.addInitializer(longs("side", 2_000, 2_000))
                .addNode(TestModels.node("ConstantOfShape", List.of("side"), "m0"));
        for (int i = 0; i < LONG_TIME; i++) {
            graph.addNode(TestModels.node("MatMul", List.of("m" + i, "m0"), "m" + (i + 1)));
        }
        return added(model, "m" + LONG_TIME);
    }

    /** A valid small file that asks for so many floats while the session is built, or at the first call. */
    public static byte[] large(String version, long floats) {
        ModelProto.Builder model = TestModels.model(version, 0);
        model.getGraphBuilder()
                .addInitializer(longs("side", floats))
                .addNode(TestModels.node("ConstantOfShape", List.of("side"), "m"));
        return added(model, "m");
    }

    /** Adds the sum of a value, which is to be 0, to the logits. */
    private static byte[] added(ModelProto.Builder model, String value) {
        GraphProto.Builder graph = model.getGraphBuilder();
        NodeProto softmax = graph.getNode(3);
        graph.removeNode(3)
                .addNode(TestModels.node("ReduceSum", List.of(value), "sum", TestModels.integer("keepdims", 0)))
                .addNode(TestModels.node("Add", List.of("logits", "sum"), "all"))
                .addNode(softmax.toBuilder().setInput(0, "all"));
        return model.build().toByteArray();
    }

    /** A chain of so many operators. */
    static void chain(GraphProto.Builder graph, int length) {
        for (int i = 0; i < length; i++) {
            graph.addNode(TestModels.node("Relu", List.of(i == 0 ? "x" : "c" + i), "c" + (i + 1)));
        }
    }

    /** Puts an operator behind the last one, whose output it becomes. */
    static void last(GraphProto.Builder graph, String operator, AttributeProto... attributes) {
        NodeProto before = graph.getNode(graph.getNodeCount() - 1);
        graph.setNode(graph.getNodeCount() - 1, before.toBuilder().setOutput(0, "before"))
                .addNode(TestModels.node(operator, List.of("before"), before.getOutput(0), attributes).toBuilder()
                        .setName("last"));
    }

    /** A loop around an identity. */
    static NodeProto loop(String operator, long times) {
        GraphProto.Builder body = GraphProto.newBuilder()
                .setName("body")
                .addNode(TestModels.node("Identity", List.of("x"), "again"))
                .addOutput(ValueInfoProto.newBuilder().setName("again"));
        return TestModels.node(operator, List.of("x"), "o", graph("body", body), TestModels.integer("times", times));
    }

    /** An If with twice the same branch. */
    static NodeProto branch(String output, NodeProto inner) {
        GraphProto.Builder body = GraphProto.newBuilder()
                .setName(output)
                .addNode(inner)
                .addOutput(ValueInfoProto.newBuilder().setName(inner.getOutput(0)));
        return TestModels.node("If", List.of("w"), output, graph("then_branch", body), graph("else_branch", body));
    }

    /** An If in one branch of an If, so many deep. */
    static NodeProto branches(int deep) {
        NodeProto node = TestModels.node("Identity", List.of("x"), "i0");
        for (int i = 1; i <= deep; i++) {
            GraphProto.Builder body = GraphProto.newBuilder()
                    .setName("g" + i)
                    .addNode(node)
                    .addOutput(ValueInfoProto.newBuilder().setName(node.getOutput(0)));
            node = TestModels.node("If", List.of("w"), "i" + i, graph("then_branch", body));
        }
        return node;
    }

    /** An attribute that is a graph. */
    public static AttributeProto graph(String name, GraphProto.Builder graph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph)
                .build();
    }

    static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static NodeProto constant(String name, TensorProto tensor) {
        return TestModels.node(
                "Constant",
                List.of(),
                name,
                AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(tensor)
                        .build());
    }

    static TensorProto longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(values.length)
                .setRawData(ByteString.copyFrom(raw))
                .build();
    }
}
