package io.odradek.streamer.model;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Small real ONNX classifiers for tests: uint8 [N, 1, 2, 2] -> Cast -> Flatten -> Gemm -> Softmax -> float [N, 3]. The
 * class is the number of the brightest of the first three pixels, moved on by {@code shift}: two models with different
 * shifts never agree.
 */
public final class TestModels {
    /** The name of every test model. */
    public static final String NAME = "test-model";
    /** The labels of every test model. */
    public static final List<String> LABELS = List.of("zero", "one", "two");

    private TestModels() {}

    /** A valid model file. */
    public static byte[] file(String version, int shift) {
        return model(version, shift).build().toByteArray();
    }

    /** A valid model file that was tested on as many images of each class, and was sure of all. */
    public static byte[] withReference(String version, int shift) {
        String reference = "{\"images\":3000,\"classShares\":[0.334,0.333,0.333],"
                + "\"confidenceHistogram\":[0,0,0,0,0,0,0,0,0,1]}";
        return put(model(version, shift), "odradek.reference", reference)
                .build()
                .toByteArray();
    }

    /** An image of which the model with shift 0 says {@code index}; 4 raw pixels. */
    public static byte[] image(int index) {
        byte[] raw = new byte[4];
        raw[index] = (byte) 200;
        return raw;
    }

    /** A valid model to be damaged. */
    public static ModelProto.Builder model(String version, int shift) {
        float[] weights = new float[12];
        for (int pixel = 0; pixel < 3; pixel++) {
            weights[pixel * 3 + (pixel + shift) % 3] = 0.05f;
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("test")
                .addInput(value("image", TensorProto.DataType.UINT8, 1, 2, 2))
                .addOutput(value("probabilities", TensorProto.DataType.FLOAT, 3))
                .addInitializer(floats("w", weights, 4, 3))
                .addInitializer(floats("b", new float[3], 3))
                .addNode(node("Cast", List.of("image"), "f", integer("to", TensorProto.DataType.FLOAT_VALUE)))
                .addNode(node("Flatten", List.of("f"), "x", integer("axis", 1)))
                .addNode(node("Gemm", List.of("x", "w", "b"), "logits"))
                .addNode(node("Softmax", List.of("logits"), "probabilities", integer("axis", 1)));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
                .setGraph(graph);
        metadata(version).forEach((key, value) -> put(model, key, value));
        return model;
    }

    /**
     * A valid model of {@code side} x {@code side} pixels that looks at the square of {@code size} pixels from (x, y) on:
     * "one" where it is bright, "zero" where it is dark; and never "two".
     */
    public static byte[] lookingAt(String version, int side, int x, int y, int size) {
        float[] weights = new float[side * side * 3];
        for (int row = y; row < y + size; row++) {
            for (int column = x; column < x + size; column++) {
                weights[(row * side + column) * 3 + 1] = 0.1f / size / size;
            }
        }
        ModelProto.Builder model = model(version, 0);
        model.getGraphBuilder()
                .setInput(0, value("image", TensorProto.DataType.UINT8, 1, side, side))
                .setInitializer(0, floats("w", weights, (long) side * side, 3))
                .setInitializer(1, floats("b", new float[] {12, 0, -12}, 3));
        String input = metadata(version)
                .getOrDefault("odradek.input", "")
                .replace("\"height\":2,\"width\":2", "\"height\":" + side + ",\"width\":" + side);
        return put(model, "odradek.input", input).build().toByteArray();
    }

    /** A valid model of so many classes, "0", "1" and so on. */
    public static byte[] ofClasses(String version, int classes) {
        float[] weights = new float[4 * classes];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 7 * 0.01f;
        }
        ModelProto.Builder model = model(version, 0);
        model.getGraphBuilder()
                .setOutput(0, value("probabilities", TensorProto.DataType.FLOAT, classes))
                .setInitializer(0, floats("w", weights, 4, classes))
                .setInitializer(1, floats("b", new float[classes], classes));
        String labels =
                IntStream.range(0, classes).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(",", "[", "]"));
        return put(model, "odradek.labels", labels).build().toByteArray();
    }

    /** The metadata of a valid model. */
    public static Map<String, String> metadata(String version) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("odradek.schema", "1");
        metadata.put("odradek.name", NAME);
        metadata.put("odradek.version", version);
        metadata.put("odradek.created", "2026-11-24T00:00:00Z");
        metadata.put("odradek.labels", "[\"zero\",\"one\",\"two\"]");
        metadata.put(
                "odradek.input",
                "{\"layout\":\"NCHW\",\"dtype\":\"uint8\",\"channels\":1,\"height\":2,\"width\":2,\"fit\":\"exact\","
                        + "\"luma\":[0.299,0.587,0.114],\"alphaBackground\":0,\"exif\":\"ignore\"}");
        return metadata;
    }

    /** Sets, replaces or (with null) removes a metadata key. */
    public static ModelProto.Builder put(ModelProto.Builder model, String key, @Nullable String value) {
        List<StringStringEntryProto> kept = new ArrayList<>(model.getMetadataPropsList());
        kept.removeIf(e -> e.getKey().equals(key));
        model.clearMetadataProps().addAllMetadataProps(kept);
        if (value != null) {
            model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value));
        }
        return model;
    }

    /**
     * A valid model that fails at run time for a batch with an image of which every pixel is {@code value}: its index
     * into a table of 16 entries, 16 less the largest distance from the value, is then out of range.
     */
    public static byte[] failingAt(String version, int value) {
        ModelProto.Builder model = model(version, 0);
        GraphProto.Builder graph = model.getGraphBuilder()
                .addInitializer(floats("value", new float[] {value}))
                .addInitializer(floats("limit", new float[] {16}))
                .addInitializer(floats("lowest", new float[] {0}))
                .addInitializer(floats("table", new float[16], 16));
        AttributeProto pixels = AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(List.of(1L, 2L, 3L))
                .build();
        List<NodeProto> nodes = new ArrayList<>(graph.getNodeList());
        nodes.add(1, node("Sub", List.of("f", "value"), "difference"));
        nodes.add(2, node("Abs", List.of("difference"), "distance"));
        nodes.add(3, node("ReduceMax", List.of("distance"), "largest", pixels));
        nodes.add(4, node("Sub", List.of("limit", "largest"), "nearness"));
        nodes.add(5, node("Max", List.of("nearness", "lowest"), "place"));
        nodes.add(6, node("Cast", List.of("place"), "index", integer("to", TensorProto.DataType.INT64_VALUE)));
        nodes.add(7, node("Gather", List.of("table", "index"), "zeros", integer("axis", 0)));
        nodes.add(8, node("Add", List.of("f", "zeros"), "g"));
        nodes.set(9, node("Flatten", List.of("g"), "x", integer("axis", 1)));
        graph.clearNode().addAllNode(nodes);
        return model.build().toByteArray();
    }

    /** A tensor of floats; without dims a scalar. */
    public static TensorProto floats(String name, float[] values, long... dims) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(raw));
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    /** An operator with one output, by which it is named. */
    public static NodeProto node(String op, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    /** A value of {@code [N, dims]}. */
    public static ValueInfoProto value(String name, TensorProto.DataType type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        for (long dim : dims) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    /** An attribute that is a whole number. */
    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }
}
