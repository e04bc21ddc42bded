package io.odradek.trainer.export.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * ONNX nodes under construction: each node takes the output of the one before, unless {@link #continueFrom} began
 * another branch. Not thread-safe.
 */
final class GraphBuilder {
    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("odradek");
    private String last;

    /**
     * Begins with the graph's input.
     *
     * @param sizes of the input without the batch
     */
    GraphBuilder(String input, TensorProto.DataType type, long... sizes) {
        graph.addInput(value(input, type, sizes));
        last = input;
    }

    /**
     * Appends a node.
     *
     * @param more names of values and initializers that follow the value before as inputs
     */
    void append(String operator, List<String> more, AttributeProto... attributes) {
        String output = operator + "_" + graph.getNodeCount();
        List<String> inputs = new ArrayList<>(List.of(last));
        inputs.addAll(more);
        graph.addNode(Nodes.node(operator, inputs, output, attributes));
        last = output;
    }

    /** Name of the value that the next node takes. */
    String last() {
        return last;
    }

    /** Lets the next node take the value {@code name}. */
    void continueFrom(String name) {
        last = name;
    }

    /** Adds constant numbers; returns their unique name. */
    String initializer(String kind, float[] values, long... sizes) {
        String name = kind + "_" + graph.getInitializerCount();
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(Nodes.raw(values)));
        for (long size : sizes) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Ends with the graph's output: the value of the last node, renamed. */
    GraphProto build(String output, long... sizes) {
        graph.getNodeBuilder(graph.getNodeCount() - 1).setOutput(0, output);
        return graph.addOutput(value(output, TensorProto.DataType.FLOAT, sizes)).build();
    }

    static ValueInfoProto value(String name, TensorProto.DataType type, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        for (long size : sizes) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
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
}
