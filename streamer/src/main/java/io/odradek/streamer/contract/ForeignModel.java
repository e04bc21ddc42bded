package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adopts an image classifier that was not made for Odradek: float input, no metadata, perhaps logits. The adopted file
 * keeps the contract like any other, so that nothing else needs to know of foreign models.
 *
 * <p>Around the foreign graph come: a uint8 input {@code [N, C, H, W]}; Cast to float; {@code (x * scale - mean) / std}
 * for each channel, as PyTorch's transforms ToTensor and Normalize have it, written as one Mul and one Add; Transpose to
 * {@code [N, H, W, C]} if that is the layout; and at the end Softmax if the output is logits. Stateless.
 */
public final class ForeignModel {
    /** The largest sidecar, in bytes. */
    public static final int MAX_SIDECAR_BYTES = 1 << 20;

    /** From here on Mul and Add broadcast. */
    private static final int MIN_OPSET = 7;

    private static final int RANK = 4;
    private static final AttributeProto CHANNELS_LAST = AttributeProto.newBuilder()
            .setName("perm")
            .setType(AttributeProto.AttributeType.INTS)
            .addAllInts(List.of(0L, 2L, 3L, 1L))
            .build();

    private final GraphProto.Builder graph;
    private final Sidecar sidecar;
    private final Set<String> names = new HashSet<>();

    private ForeignModel(GraphProto.Builder graph, Sidecar sidecar) {
        this.graph = graph;
        this.sidecar = sidecar;
        collectNames(graph.build());
    }

    /**
     * Makes an Odradek model of a foreign one. The same arguments give the same bytes.
     *
     * @param onnx the foreign file
     * @param sidecarJson one JSON object with the README's metadata keys and {@code odradek.output}
     * @throws RefusedException says what is wrong with the file or the sidecar
     */
    public static byte[] adopt(byte[] onnx, String sidecarJson) throws RefusedException {
        Sidecar sidecar = sidecar(sidecarJson);
        ModelProto.Builder model = model(onnx);
        new ForeignModel(model.getGraphBuilder(), sidecar).wrap();
        model.clearMetadataProps();
        sidecar.metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static Sidecar sidecar(String json) throws RefusedException {
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SIDECAR_BYTES) {
            throw refused("the sidecar has more than the " + MAX_SIDECAR_BYTES + " bytes that are allowed");
        }
        try {
            return Sidecar.parse(json);
        } catch (IllegalArgumentException e) {
            throw refused("sidecar: " + e.getMessage());
        }
    }

    private static ModelProto.Builder model(byte[] onnx) throws RefusedException {
        ModelProto.Builder model = OnnxParser.parse(onnx).toBuilder();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            if (entry.getKey().startsWith("odradek.")) {
                throw refused("the file has " + entry.getKey()
                        + " in its own metadata, and a sidecar too, which may contradict it: remove the sidecar");
            }
        }
        long opset = model.getOpsetImportList().stream()
                .filter(o -> o.getDomain().isEmpty() || o.getDomain().equals("ai.onnx"))
                .mapToLong(OperatorSetIdProto::getVersion)
                .max()
                .orElse(0);
        if (opset < MIN_OPSET) {
            throw refused("the file uses operator set " + opset + ", needed is " + MIN_OPSET + " or newer");
        }
        return model;
    }

    private void wrap() throws RefusedException {
        int inputIndex = checkInput();
        checkOutput();
        ValueInfoProto foreignInput = graph.getInput(inputIndex);
        String foreignOutput = graph.getOutput(0).getName();
        int channels = sidecar.input().channels();

        List<NodeProto> nodes = new ArrayList<>();
        String image = fresh("image");
        String x = add(nodes, "Cast", "pixels", List.of(image), attribute("to", TensorProto.DataType.FLOAT_VALUE));
        x = add(nodes, "Mul", "scaled", List.of(x, constant(nodes, "factor", sidecar.factor())));
        x = add(nodes, "Add", "normalised", List.of(x, constant(nodes, "shift", sidecar.shift())));
        nodes.add(
                sidecar.channelsLast()
                        ? node("Transpose", fresh("transposed"), List.of(x), foreignInput.getName(), CHANNELS_LAST)
                        : node("Identity", fresh("input"), List.of(x), foreignInput.getName()));
        nodes.addAll(graph.getNodeList());
        String output = foreignOutput;
        if (sidecar.logits()) {
            output = add(nodes, "Softmax", "probabilities", List.of(foreignOutput), attribute("axis", 1));
        }

        graph.clearNode().addAllNode(nodes);
        graph.setInput(
                inputIndex,
                value(
                        image,
                        TensorProto.DataType.UINT8,
                        channels,
                        sidecar.input().height(),
                        sidecar.input().width()));
        graph.setOutput(0, value(output, TensorProto.DataType.FLOAT, sidecar.classes()));
    }

    /** @return the index of the only input that is no initializer */
    private int checkInput() throws RefusedException {
        Set<String> initializers = new HashSet<>();
        graph.getInitializerList().forEach(t -> initializers.add(t.getName()));
        graph.getSparseInitializerList()
                .forEach(t -> initializers.add(t.getValues().getName()));
        List<Integer> inputs = new ArrayList<>();
        for (int i = 0; i < graph.getInputCount(); i++) {
            if (!initializers.contains(graph.getInput(i).getName())) {
                inputs.add(i);
            }
        }
        if (inputs.size() != 1 || graph.getOutputCount() != 1) {
            throw refused("the graph has " + inputs.size() + " inputs and " + graph.getOutputCount()
                    + " outputs, expected one of each");
        }
        ValueInfoProto input = graph.getInput(inputs.get(0));
        List<Integer> sides = sidecar.channelsLast()
                ? List.of(
                        sidecar.input().height(),
                        sidecar.input().width(),
                        sidecar.input().channels())
                : List.of(
                        sidecar.input().channels(),
                        sidecar.input().height(),
                        sidecar.input().width());
        boolean fits = hasShape(input, RANK);
        for (int i = 1; fits && i < RANK; i++) {
            TensorShapeProto.Dimension dim =
                    input.getType().getTensorType().getShape().getDim(i);
            // A side that the graph leaves open takes any.
            fits = dim.getDimValue() <= 0 || dim.getDimValue() == sides.get(i - 1);
        }
        if (!fits) {
            throw refused("the graph's input is " + OnnxFile.describe(input) + ", the sidecar says float [N, "
                    + sides.get(0) + ", " + sides.get(1) + ", " + sides.get(2) + "] ("
                    + (sidecar.channelsLast() ? "NHWC" : "NCHW") + ")");
        }
        checkBatch("input", input);
        return inputs.get(0);
    }

    private void checkOutput() throws RefusedException {
        ValueInfoProto output = graph.getOutput(0);
        boolean fits = hasShape(output, 2)
                && output.getType().getTensorType().getShape().getDim(1).getDimValue() == sidecar.classes();
        if (!fits) {
            throw refused("the graph's output is " + OnnxFile.describe(output) + ", the sidecar's labels say float [N, "
                    + sidecar.classes() + "]");
        }
        checkBatch("output", output);
    }

    private static boolean hasShape(ValueInfoProto value, int rank) {
        return value.getType().getTensorType().getElemType() == TensorProto.DataType.FLOAT_VALUE
                && value.getType().getTensorType().getShape().getDimCount() == rank;
    }

    private static void checkBatch(String what, ValueInfoProto value) throws RefusedException {
        long batch = value.getType().getTensorType().getShape().getDim(0).getDimValue();
        if (batch > 0) {
            throw refused("the graph's " + what + " has a fixed batch of " + batch
                    + ": export it with a dynamic batch axis (PyTorch: dynamic_axes={\"" + value.getName()
                    + "\": {0: \"N\"}, ...})");
        }
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Stage.CONTRACT, why);
    }

    private String add(
            List<NodeProto> nodes, String op, String name, List<String> inputs, AttributeProto... attributes) {
        String output = fresh(name);
        nodes.add(node(op, output, inputs, output, attributes));
        return output;
    }

    private static NodeProto node(
            String op, String name, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    /** A node, not an initializer: those of old files would have to be inputs of the graph too. */
    private String constant(List<NodeProto> nodes, String name, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        TensorProto tensor = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addAllDims(List.of(1L, (long) values.length, 1L, 1L))
                .setRawData(ByteString.copyFrom(raw))
                .build();
        AttributeProto value = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor)
                .build();
        return add(nodes, "Constant", name, List.of(), value);
    }

    private static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        for (long dim : dims) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A name that the graph has not, with {@code odradek_} in front. */
    private String fresh(String name) {
        String candidate = "odradek_" + name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = "odradek_" + name + "_" + i;
        }
        return candidate;
    }

    private void collectNames(GraphProto part) {
        part.getInputList().forEach(v -> names.add(v.getName()));
        part.getOutputList().forEach(v -> names.add(v.getName()));
        part.getInitializerList().forEach(t -> names.add(t.getName()));
        for (NodeProto node : part.getNodeList()) {
            names.add(node.getName());
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
            for (AttributeProto attribute : node.getAttributeList()) {
                collectNames(attribute.getG());
                attribute.getGraphsList().forEach(this::collectNames);
            }
        }
    }
}
