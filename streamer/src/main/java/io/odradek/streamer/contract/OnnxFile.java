package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.odradek.streamer.image.InputSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX file as read in pure Java, before native code sees it. What the runtime could be tricked with is refused here:
 * tensors in other files, operators outside the ONNX standard, functions, sparse tensors.
 */
public final class OnnxFile {
    private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");
    /** A loop may never end, and nothing could stop it. */
    private static final Set<String> LOOPS = Set.of("Loop", "Scan");

    private static final int RANK = 4;

    private final ModelProto model;
    private final Map<String, String> metadata;

    private OnnxFile(ModelProto model, Map<String, String> metadata) {
        this.model = model;
        this.metadata = metadata;
    }

    /** Parses and checks everything that does not need the contract. */
    public static OnnxFile parse(byte[] file) throws RefusedException {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(file);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(Stage.PROTOBUF, "not an ONNX file, or a truncated one: " + e.getMessage());
        }
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new RefusedException(Stage.PROTOBUF, "not an ONNX file: it has no graph");
        }
        if (model.getFunctionsCount() > 0) {
            throw new RefusedException(Stage.PROTOBUF, "the model defines functions of its own, which are not served");
        }
        checkGraph(model.getGraph());
        Map<String, String> metadata = OnnxMetadata.of(model);
        if (metadata.containsKey(ModelSignature.KEY) && ModelSignature.of(file).isEmpty()) {
            throw new RefusedException(
                    Stage.CONTRACT,
                    ModelSignature.KEY + " is not the last thing in the file, or no signature: sign the file again");
        }
        return new OnnxFile(model, metadata);
    }

    /** The {@code metadata_props}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Checks that the graph takes uint8 {@code [N, C, H, W]} and returns float {@code [N, classes]}. */
    public void checkSignature(InputSpec input, int classes) throws RefusedException {
        GraphProto graph = model.getGraph();
        Set<String> initializers = new HashSet<>();
        graph.getInitializerList().forEach(t -> initializers.add(t.getName()));
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(i -> !initializers.contains(i.getName()))
                .toList();
        if (inputs.size() != 1 || graph.getOutputCount() != 1) {
            throw new RefusedException(
                    Stage.CONTRACT,
                    "the graph has " + inputs.size() + " inputs and " + graph.getOutputCount()
                            + " outputs, expected one of each");
        }
        checkInput(inputs.get(0), input);
        checkOutput(graph.getOutput(0), classes);
    }

    private static void checkInput(ValueInfoProto value, InputSpec input) throws RefusedException {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        boolean uint8 = value.getType().getTensorType().getElemType() == TensorProto.DataType.UINT8_VALUE;
        boolean fits = shape.getDimCount() == RANK
                && !shape.getDim(0).hasDimValue()
                && shape.getDim(1).getDimValue() == input.channels()
                && shape.getDim(2).getDimValue() == input.height()
                && shape.getDim(3).getDimValue() == input.width();
        if (!uint8 || !fits) {
            throw new RefusedException(
                    Stage.CONTRACT,
                    "the graph's input is " + describe(value) + ", odradek.input says uint8 [N, " + input.channels()
                            + ", " + input.height() + ", " + input.width() + "]");
        }
    }

    private static void checkOutput(ValueInfoProto value, int classes) throws RefusedException {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        boolean floats = value.getType().getTensorType().getElemType() == TensorProto.DataType.FLOAT_VALUE;
        if (!floats || shape.getDimCount() != 2 || shape.getDim(1).getDimValue() != classes) {
            throw new RefusedException(
                    Stage.CONTRACT,
                    "the graph's output is " + describe(value) + ", odradek.labels says float [N, " + classes + "]");
        }
    }

    static String describe(ValueInfoProto value) {
        StringBuilder text = new StringBuilder();
        TensorProto.DataType type =
                TensorProto.DataType.forNumber(value.getType().getTensorType().getElemType());
        text.append(type == null ? "of unknown type" : type.name().toLowerCase(java.util.Locale.ROOT));
        String separator = " [";
        for (TensorShapeProto.Dimension dim :
                value.getType().getTensorType().getShape().getDimList()) {
            text.append(separator).append(dim.hasDimValue() ? String.valueOf(dim.getDimValue()) : "N");
            separator = ", ";
        }
        return text.append(']').toString();
    }

    private static void checkGraph(GraphProto graph) throws RefusedException {
        if (graph.getSparseInitializerCount() > 0) {
            throw new RefusedException(Stage.PROTOBUF, "the graph has sparse tensors, which are not served");
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            checkTensor(tensor);
        }
        for (NodeProto node : graph.getNodeList()) {
            if (!STANDARD_DOMAINS.contains(node.getDomain())) {
                throw new RefusedException(
                        Stage.PROTOBUF, "the graph uses an operator outside the ONNX standard, which is not served");
            }
            if (LOOPS.contains(node.getOpType())) {
                throw new RefusedException(
                        Stage.PROTOBUF, "the graph has a loop (" + node.getOpType() + "), which is not served");
            }
            for (AttributeProto attribute : node.getAttributeList()) {
                checkAttribute(attribute);
            }
        }
    }

    private static void checkAttribute(AttributeProto attribute) throws RefusedException {
        if (attribute.hasSparseTensor() || attribute.getSparseTensorsCount() > 0) {
            throw new RefusedException(Stage.PROTOBUF, "the graph has sparse tensors, which are not served");
        }
        if (attribute.hasT()) {
            checkTensor(attribute.getT());
        }
        for (TensorProto tensor : attribute.getTensorsList()) {
            checkTensor(tensor);
        }
        if (attribute.hasG()) {
            checkGraph(attribute.getG());
        }
        for (GraphProto graph : attribute.getGraphsList()) {
            checkGraph(graph);
        }
    }

    private static void checkTensor(TensorProto tensor) throws RefusedException {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new RefusedException(Stage.PROTOBUF, "the model keeps tensors in another file, which is not served");
        }
    }
}
