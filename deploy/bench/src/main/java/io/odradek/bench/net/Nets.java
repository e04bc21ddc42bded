package io.odradek.bench.net;

import static io.odradek.bench.net.Graphs.floats;
import static io.odradek.bench.net.Graphs.integer;
import static io.odradek.bench.net.Graphs.integers;
import static io.odradek.bench.net.Graphs.node;
import static io.odradek.bench.net.Graphs.uniform;
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
import java.util.function.UnaryOperator;

/**
 * Nets for grey images of 28 x 28 pixels and ten classes, with random weights of a fixed seed: what a net costs depends on
 * its shape alone. All take uint8 {@code [N, 1, 28, 28]} and give probabilities {@code [N, 10]}. Pure.
 */
public final class Nets {
    /** Height and width of an image. */
    public static final int SIDE = 28;

    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 10;
    private static final int KERNEL = 3;
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
     * Convolutions of 3x3 with ReLU: one at 28 x 28, max pool, {@code layers} more at 14 x 14, max pool, dense. Their weights
     * are He's (uniform within sqrt(6 / inputs)), so that what an image has of its own is not lost in a deep net.
     *
     * @param name of the model in its metadata
     * @param width channels of each
     * @param layers at 14 x 14
     */
    public static byte[] convolution(String name, int width, int layers) {
        Random random = new Random(1);
        GraphProto.Builder graph = opened(name);
        String last = pooled(graph, convolved(graph, random, "scaled", "c0", 1, width));
        for (int layer = 1; layer <= layers; layer++) {
            last = convolved(graph, random, last, "c" + layer, width, width);
        }
        graph.addNode(node("Flatten", List.of(pooled(graph, last)), "features", integer("axis", 1)));
        return closed(graph, random, "features", PIXELS / 16 * width, name);
    }

    /**
     * Millions of operations that {@link #convolution} takes for an image, a multiplication and an addition being two; ReLU,
     * max pool and softmax do not count.
     */
    public static double mflop(int width, int layers) {
        double first = PIXELS * KERNEL * KERNEL * (double) width;
        double others = PIXELS / 4.0 * KERNEL * KERNEL * width * width * layers;
        double dense = PIXELS / 16.0 * width * CLASSES;
        return 2 * (first + others + dense) / 1e6;
    }

    /** The same net by another rule for images that have not its size. */
    public static byte[] resizing(byte[] file) {
        return changed(file, "odradek.input", input -> {
            String resizing = input.replace("\"fit\":\"exact\"", "\"fit\":\"resize\"");
            if (resizing.equals(input)) {
                throw new IllegalArgumentException("the net's odradek.input has no \"fit\":\"exact\": " + input);
            }
            return resizing;
        });
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
        return changed(file, "odradek.version", before -> version);
    }

    private static byte[] changed(byte[] file, String key, UnaryOperator<String> change) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
            model.getMetadataPropsBuilderList().stream()
                    .filter(entry -> entry.getKey().equals(key))
                    .forEach(entry -> entry.setValue(change.apply(entry.getValue())));
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

    /** Returns the name of its output. */
    private static String convolved(
            GraphProto.Builder graph, Random random, String from, String to, int inputs, int outputs) {
        int fan = KERNEL * KERNEL * inputs;
        graph.addInitializer(uniform(to + "w", random, Math.sqrt(6.0 / fan), outputs, inputs, KERNEL, KERNEL))
                .addInitializer(weights(to + "b", random, fan, outputs))
                .addNode(node(
                        "Conv",
                        List.of(from, to + "w", to + "b"),
                        to,
                        integers("kernel_shape", (long) KERNEL, (long) KERNEL),
                        integers("pads", 1L, 1L, 1L, 1L)))
                .addNode(node("Relu", List.of(to), to + "r"));
        return to + "r";
    }

    private static String pooled(GraphProto.Builder graph, String from) {
        graph.addNode(node(
                "MaxPool", List.of(from), from + "p", integers("kernel_shape", 2L, 2L), integers("strides", 2L, 2L)));
        return from + "p";
    }

    private static byte[] closed(GraphProto.Builder graph, Random random, String last, int inputs, String name) {
        gemm(graph, random, last, "logits", inputs, CLASSES);
        graph.addNode(node("Softmax", List.of("logits"), "probabilities", integer("axis", 1)));
        return Graphs.model(graph.build(), metadata(name)).toByteArray();
    }

    /** The metadata of the contract in {@code streamer/README.md}. */
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
