package io.odradek.bench.net;

import static io.odradek.bench.net.Graphs.floats;
import static io.odradek.bench.net.Graphs.integer;
import static io.odradek.bench.net.Graphs.node;
import static io.odradek.bench.net.Graphs.value;
import static io.odradek.bench.net.Graphs.weights;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Nets for grey images of 28 x 28 pixels and ten classes, with random weights of a fixed seed: what a net costs depends on
 * its shape alone. All take uint8 {@code [N, 1, 28, 28]} and give probabilities {@code [N, 10]}. Pure.
 */
public final class Nets {
    /** Height and width of an image. */
    public static final int SIDE = 28;

    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 10;
    private static final int HIDDEN = 32;
    private static final int HIDDEN_LAYERS = 3;
    private static final float SCALE = 1 / 255f;

    private Nets() {}

    /**
     * 784 -> 32 -> 32 -> 32 -> 10 with ReLU: 27,562 parameters, 0.055 MFLOP. The dense net that published benchmarks of
     * stream processors with ONNX use on Fashion-MNIST.
     *
     * @param name of the model in its metadata
     */
    public static byte[] dense(String name) {
        Random random = new Random(1);
        GraphProto.Builder graph = opened(name);
        graph.addNode(node("Flatten", List.of("scaled"), "x0", integer("axis", 1)));
        int inputs = PIXELS;
        for (int layer = 1; layer <= HIDDEN_LAYERS; layer++) {
            gemm(graph, random, "x" + (layer - 1), "h" + layer, inputs, HIDDEN);
            graph.addNode(node("Relu", List.of("h" + layer), "x" + layer));
            inputs = HIDDEN;
        }
        return closed(graph, random, "x" + HIDDEN_LAYERS, inputs, name);
    }

    /**
     * The same net for floats from 0 to 1, as a client sends them that has scaled the pixels itself.
     *
     * @param file a net whose first two steps are Cast and Mul, as the trainer and this class write them
     */
    public static byte[] forFloats(byte[] file) {
        try {
            ModelProto model = ModelProto.parseFrom(file);
            GraphProto graph = model.getGraph();
            NodeProto scale = graph.getNode(1);
            if (!graph.getNode(0).getOpType().equals("Cast")
                    || !scale.getOpType().equals("Mul")) {
                throw new IllegalArgumentException("the net does not begin with Cast and Mul");
            }
            String input = graph.getInput(0).getName();
            List<NodeProto> nodes = new ArrayList<>(graph.getNodeList().subList(2, graph.getNodeCount()));
            nodes.replaceAll(node -> renamed(node, scale.getOutput(0), input));
            GraphProto changed = graph.toBuilder()
                    .setInput(0, value(input, TensorProto.DataType.FLOAT, 1, SIDE, SIDE))
                    .clearNode()
                    .addAllNode(nodes)
                    .build();
            return model.toBuilder().setGraph(changed).build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no ONNX file: " + e.getMessage(), e);
        }
    }

    /** The same net by another version. */
    public static byte[] version(byte[] file, String version) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
            model.getMetadataPropsBuilderList().stream()
                    .filter(entry -> entry.getKey().equals("odradek.version"))
                    .forEach(entry -> entry.setValue(version));
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no ONNX file: " + e.getMessage(), e);
        }
    }

    private static NodeProto renamed(NodeProto node, String from, String to) {
        List<String> inputs =
                node.getInputList().stream().map(i -> i.equals(from) ? to : i).toList();
        return node.toBuilder().clearInput().addAllInput(inputs).build();
    }

    private static GraphProto.Builder opened(String name) {
        return GraphProto.newBuilder()
                .setName(name)
                .addInput(value("image", TensorProto.DataType.UINT8, 1, SIDE, SIDE))
                .addOutput(value("probabilities", TensorProto.DataType.FLOAT, CLASSES))
                .addInitializer(floats("scale", new float[] {SCALE}))
                .addNode(node("Cast", List.of("image"), "bytes", integer("to", TensorProto.DataType.FLOAT_VALUE)))
                .addNode(node("Mul", List.of("bytes", "scale"), "scaled"));
    }

    private static void gemm(GraphProto.Builder graph, Random random, String from, String to, int inputs, int outputs) {
        graph.addInitializer(weights(to + "w", random, inputs, outputs, inputs))
                .addInitializer(weights(to + "b", random, inputs, outputs))
                .addNode(node("Gemm", List.of(from, to + "w", to + "b"), to, integer("transB", 1)));
    }

    private static byte[] closed(GraphProto.Builder graph, Random random, String last, int inputs, String name) {
        gemm(graph, random, last, "logits", inputs, CLASSES);
        graph.addNode(node("Softmax", List.of("logits"), "probabilities", integer("axis", 1)));
        return Graphs.model(graph.build(), metadata(name)).toByteArray();
    }

    /** The metadata contract of the top README. */
    private static Map<String, String> metadata(String name) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("odradek.schema", "1");
        metadata.put("odradek.name", name);
        metadata.put("odradek.version", "1");
        metadata.put("odradek.created", "2026-11-28T00:00:00Z");
        metadata.put("odradek.labels", "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]");
        metadata.put(
                "odradek.input",
                "{\"layout\":\"NCHW\",\"dtype\":\"uint8\",\"channels\":1,\"height\":28,\"width\":28,\"fit\":\"exact\","
                        + "\"luma\":[0.299,0.587,0.114],\"alphaBackground\":0,\"exif\":\"ignore\"}");
        return metadata;
    }
}
