package io.odradek.trainer.export.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.odradek.trainer.data.LabelledImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an exported graph into one of 8-bit integers: static quantization, with uint8 values whose ranges were measured
 * on real images, int8 weights with a scale for each output, and int32 biases. The image is uint8 as it comes; logits
 * and softmax stay floats. Not thread-safe.
 */
public final class Quantizer {
    /** What these give are numbers that they took: bytes stay bytes of the same scale. */
    private static final Set<String> MOVES = Set.of("MaxPool", "Flatten");

    /**
     * A convolution of fewer input channels that comes before all others and is no {@link FirstLayer} stays with floats:
     * on a processor with VNNI, ONNX Runtime took longer with integers for 1 to 4 channels, and less than with floats for 8 and more.
     */
    private static final int MIN_CHANNELS = 8;

    private final FloatGraph floats;
    private final Map<String, Scale> scales;
    private final Int8Graph graph;

    /** Values that are there as bytes only. */
    private final Map<String, Int8Graph.Bytes> bytes = new HashMap<>();

    /** Values that are there as floats, and for layers as bytes too. */
    private final Map<String, Int8Graph.Bytes> copies = new HashMap<>();

    /** What integers gave, and a ReLU is still to take: the bytes behind it begin at zero, and so do its work. */
    private final Set<String> sums = new HashSet<>();

    private Quantizer(FloatGraph floats, Map<String, Scale> scales) {
        this.floats = floats;
        this.scales = scales;
        this.graph = new Int8Graph(floats.proto());
    }

    /**
     * The graph of integers; it takes and gives what {@code graph} does.
     *
     * @param graph as {@link io.odradek.trainer.export.graph.GraphExporter} writes it
     * @param calibration images of the training, at least one: outside of the ranges that they make, values are cut off
     * @param threads of ONNX Runtime, at least 1
     */
    public static GraphProto quantize(GraphProto graph, LabelledImages calibration, int threads) {
        FloatGraph floats = new FloatGraph(graph);
        return new Quantizer(floats, Calibration.run(floats, calibration, threads)).run();
    }

    private GraphProto run() {
        List<NodeProto> nodes = floats.proto().getNodeList();
        Optional<FirstLayer> first = FirstLayer.of(floats);
        if (first.isPresent()) {
            String output = first.get().output();
            bytes.put(output, first.get().append(graph, scale(output)));
            nodes = nodes.subList(FirstLayer.NODES, nodes.size());
        }
        for (NodeProto node : nodes) {
            Int8Graph.Bytes input = bytes.get(node.getInput(0));
            if (input != null && MOVES.contains(node.getOpType())) {
                graph.append(node, List.of(input.name()), node.getOutput(0));
                bytes.put(node.getOutput(0), input.moved(node.getOutput(0)));
            } else {
                compute(node);
            }
        }
        return graph.build();
    }

    private void compute(NodeProto node) {
        String output = node.getOutput(0);
        boolean layer = isLayer(node);
        boolean sum = layer || isSum(node);
        graph.append(node, layer ? layer(node) : others(node), output);
        if (sum && floats.isForRelu(output)) {
            sums.add(output);
        } else if ((sum || sums.contains(node.getInput(0))) && !output.equals(floats.logits())) {
            bytes.put(output, graph.quantize(output, scale(output)));
        }
    }

    /** Whether it is a layer to compute with integers. */
    private boolean isLayer(NodeProto node) {
        return switch (node.getOpType()) {
            case "Gemm" -> true;
            case "Conv" ->
                bytes.containsKey(node.getInput(0))
                        || floats.initializer(node.getInput(1)).getDims(1) >= MIN_CHANNELS;
            default -> false;
        };
    }

    private boolean isSum(NodeProto node) {
        return node.getOpType().equals("Add") && bytes.keySet().containsAll(node.getInputList());
    }

    private List<String> layer(NodeProto node) {
        String value = node.getInput(0);
        Int8Graph.Bytes input = bytes.get(value);
        if (input == null) {
            input = copies.computeIfAbsent(value, name -> graph.quantizeFloats(name, scale(name)));
        }
        String weight = node.getInput(1);
        Int8Weights weights = Int8Weights.of(
                floats.numbers(weight),
                floats.numbers(node.getInput(2)),
                input.scale().step());
        return List.of(
                graph.dequantize(input),
                graph.weights(
                        weights,
                        floats.initializer(weight).getDimsList().stream()
                                .mapToLong(Long::longValue)
                                .toArray()),
                graph.bias(weights));
    }

    private Scale scale(String value) {
        return Objects.requireNonNull(scales.get(value), value);
    }

    /** Inputs as floats. */
    private List<String> others(NodeProto node) {
        List<String> names = new ArrayList<>();
        for (String input : node.getInputList()) {
            Int8Graph.Bytes value = bytes.get(input);
            if (floats.isInitializer(input)) {
                graph.take(floats.initializer(input));
            }
            names.add(value == null ? input : graph.dequantize(value));
        }
        return names;
    }
}
