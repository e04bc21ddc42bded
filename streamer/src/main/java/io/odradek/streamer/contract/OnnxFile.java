package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.odradek.streamer.image.InputSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX file as read in pure Java, before native code sees it. What the runtime could be tricked with is refused here:
 * tensors in other files or without their data, operators that are not served, functions, sparse tensors, sizes that what
 * an image shows would decide.
 */
public final class OnnxFile {
    private static final int RANK = 4;

    private final ModelProto model;
    private final Map<String, String> metadata;

    private OnnxFile(ModelProto model, Map<String, String> metadata) {
        this.model = model;
        this.metadata = metadata;
    }

    /** Parses and checks everything that does not need the contract. */
    public static OnnxFile parse(byte[] file) throws RefusedException {
        ModelProto model = OnnxParser.parse(file);
        if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
            throw new RefusedException(
                    Stage.PROTOBUF, "the model defines functions of its own, or a training, which are not served");
        }
        GraphCheck.check(model.getGraph());
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
}
