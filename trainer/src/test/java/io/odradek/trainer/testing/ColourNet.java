package io.odradek.trainer.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An image classifier as others make them, whose answers can be computed by hand: an image of 2x2 pixels is red, green or
 * blue, and the logits are the means of the three channels.
 *
 * @param floats whether it takes float32, not uint8
 * @param channelsLast whether it takes {@code [N, 2, 2, 3]}
 * @param batch number of images at once; 0: any
 * @param softmax whether it gives probabilities
 * @param flat whether it gives {@code [N, 3]}, not {@code [N, 3, 1, 1]}
 * @param inputs number of inputs, of which the first is the image
 */
public record ColourNet(boolean floats, boolean channelsLast, int batch, boolean softmax, boolean flat, int inputs) {
    /** What most take and give: float32 NCHW, any number of images, logits. */
    public static final ColourNet USUAL = new ColourNet(true, false, 0, false, true, 1);

    /** Its sidecar, which leaves pixels as they are. */
    public static final String SIDECAR = sidecar("\"scale\":1");

    /** A sidecar with more keys in {@code odradek.input}. */
    public static String sidecar(String more) {
        return "{\"odradek.name\":\"colours\",\"odradek.version\":\"7\","
                + "\"odradek.labels\":[\"red\",\"green\",\"blue\"],\"odradek.input\":"
                + "{\"channels\":3,\"height\":2,\"width\":2" + (more.isEmpty() ? "" : "," + more) + "}}";
    }

    /** Writes it to {@code file}, and the sidecar beside it. */
    public Path write(Path file, String sidecar) {
        try {
            Files.writeString(file.resolveSibling(file.getFileName() + ".json"), sidecar);
            return write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it to {@code file}. */
    public Path write(Path file) {
        try {
            return Files.write(file, model().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelProto model() {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("colours");
        List<NodeProto> nodes = new ArrayList<>();
        String x = "x";
        if (!floats) {
            x = add(nodes, "Cast", x, attribute("to", TensorProto.DataType.FLOAT_VALUE));
        }
        if (channelsLast) {
            x = add(nodes, "Transpose", x, attribute("perm", 0, 3, 1, 2));
        }
        x = add(nodes, "GlobalAveragePool", x);
        if (flat) {
            x = add(nodes, "Flatten", x);
        }
        if (softmax) {
            x = add(nodes, "Softmax", x, attribute("axis", 1));
        }
        int type = floats ? TensorProto.DataType.FLOAT_VALUE : TensorProto.DataType.UINT8_VALUE;
        graph.addInput(channelsLast ? value("x", type, batch, 2, 2, 3) : value("x", type, batch, 3, 2, 2));
        for (int i = 1; i < inputs; i++) {
            graph.addInput(value("x" + i, type, batch, 3));
        }
        graph.addAllNode(nodes);
        int outputType = TensorProto.DataType.FLOAT_VALUE;
        graph.addOutput(flat ? value(x, outputType, batch, 3) : value(x, outputType, batch, 3, 1, 1));
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .setProducerName("somebody")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build();
    }

    private static String add(List<NodeProto> nodes, String op, String input, AttributeProto... attributes) {
        String output = op.toLowerCase(Locale.ROOT);
        nodes.add(NodeProto.newBuilder()
                .setOpType(op)
                .addInput(input)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build());
        return output;
    }

    private static AttributeProto attribute(String name, long... values) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        return values.length == 1
                ? attribute
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(values[0])
                        .build()
                : attribute
                        .setType(AttributeProto.AttributeType.INTS)
                        .addAllInts(Arrays.stream(values).boxed().toList())
                        .build();
    }

    private static ValueInfoProto value(String name, int type, int batch, int... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        if (batch > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(batch));
        } else {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        }
        for (int dim : dims) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
