package io.odradek.trainer.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.odradek.trainer.export.graph.Nodes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A graph of bytes under construction, in ONNX's QDQ form: the nodes still compute with floats, but between a
 * DequantizeLinear before and a QuantizeLinear behind them, and a runtime replaces the three by one of integers. Not
 * thread-safe.
 */
final class Int8Graph {
    private final GraphProto.Builder graph;

    /** Begins with what the graph of floats takes and gives. */
    Int8Graph(GraphProto floats) {
        graph = GraphProto.newBuilder()
                .setName(floats.getName())
                .addAllInput(floats.getInputList())
                .addAllOutput(floats.getOutputList());
    }

    /**
     * A value as bytes.
     *
     * @param name of the uint8 value
     * @param step name of its scale's step
     * @param zeroPoint name of its scale's zero point
     * @param scale the same as numbers
     */
    record Bytes(String name, String step, String zeroPoint, Scale scale) {
        /** Other bytes of the same scale. */
        Bytes moved(String other) {
            return new Bytes(other, step, zeroPoint, scale);
        }
    }

    /** Declares that the uint8 value {@code name} has this scale. */
    Bytes bytes(String name, Scale scale) {
        return new Bytes(
                name,
                constant("step", TensorProto.DataType.FLOAT, Nodes.raw(scale.step()), List.of()),
                constant("zero", TensorProto.DataType.UINT8, new byte[] {(byte) scale.zeroPoint()}, List.of()),
                scale);
    }

    /** Turns the float value {@code name} into bytes. */
    Bytes quantize(String name, Scale scale) {
        Bytes bytes = bytes(name + "_bytes", scale);
        append("QuantizeLinear", List.of(name, bytes.step, bytes.zeroPoint), bytes.name);
        return bytes;
    }

    /**
     * The same for what floats computed, in two steps: multiplied by 1 / step, then quantized with step 1. In one, ONNX
     * Runtime would move the QuantizeLinear before a max pool, and its max pool of bytes takes 25 times as long.
     */
    Bytes quantizeFloats(String name, Scale scale) {
        Bytes bytes = bytes(name + "_bytes", scale);
        String counted = name + "_steps";
        append(
                "Mul",
                List.of(name, constant("factor", TensorProto.DataType.FLOAT, Nodes.raw(1 / scale.step()), List.of())),
                counted);
        append(
                "QuantizeLinear",
                List.of(counted, constant("one", TensorProto.DataType.FLOAT, Nodes.raw(1), List.of()), bytes.zeroPoint),
                bytes.name);
        return bytes;
    }

    /** The float value of {@code bytes}, each time by another node: runtimes look for one before each that takes it. */
    String dequantize(Bytes bytes) {
        String output = bytes.name + "_" + graph.getNodeCount();
        append("DequantizeLinear", List.of(bytes.name, bytes.step, bytes.zeroPoint), output);
        return output;
    }

    /** Bytes of the same scale by an operator that computes nothing, or finds the greatest. */
    Bytes move(String operator, Bytes bytes, String output, List<String> more, AttributeProto... attributes) {
        List<String> inputs = new ArrayList<>(List.of(bytes.name));
        inputs.addAll(more);
        append(operator, inputs, output, attributes);
        return bytes.moved(output);
    }

    /** A constant of whole numbers. */
    String integers(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant("integers", TensorProto.DataType.INT64, bytes.array(), List.of((long) values.length));
    }

    /** The float value of weights {@code [outputs, ...]} with a step for each output. */
    String weights(Int8Weights weights, long... sizes) {
        return constants(
                TensorProto.DataType.INT8,
                weights.weights(),
                LongStream.of(sizes).boxed().toList(),
                weights.steps(),
                new byte[weights.steps().length]);
    }

    /** The float value of a bias {@code [outputs]}. */
    String bias(Int8Weights weights) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES * weights.bias().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(weights.bias());
        List<Long> sizes = List.of((long) weights.bias().length);
        return constants(
                TensorProto.DataType.INT32, bytes.array(), sizes, weights.biasSteps(), new byte[bytes.capacity()]);
    }

    private String constants(
            TensorProto.DataType type, byte[] raw, List<Long> sizes, float[] steps, byte[] zeroPoints) {
        List<Long> outputs = List.of((long) steps.length);
        String values = constant("values", type, raw, sizes);
        String output = values + "_float";
        append(
                "DequantizeLinear",
                List.of(
                        values,
                        constant("steps", TensorProto.DataType.FLOAT, Nodes.raw(steps), outputs),
                        constant("zeros", type, zeroPoints, outputs)),
                output,
                Nodes.integer("axis", 0));
        return output;
    }

    /** Takes a constant of the graph of floats over, under its name. */
    void take(TensorProto initializer) {
        graph.addInitializer(initializer);
    }

    /** Appends a node of the graph of floats, with other names for its values. */
    void append(NodeProto node, List<String> inputs, String output) {
        graph.addNode(
                node.toBuilder().clearInput().addAllInput(inputs).clearOutput().addOutput(output));
    }

    /** Appends a node. */
    void append(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(Nodes.node(operator, inputs, output, attributes));
    }

    GraphProto build() {
        return graph.build();
    }

    private String constant(String kind, TensorProto.DataType type, byte[] raw, List<Long> sizes) {
        String name = kind + "_" + graph.getInitializerCount();
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(sizes)
                .setRawData(ByteString.copyFrom(raw)));
        return name;
    }
}
