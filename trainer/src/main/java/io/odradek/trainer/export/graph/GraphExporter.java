package io.odradek.trainer.export.graph;

import static io.odradek.trainer.export.graph.Nodes.integer;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.List;
import java.util.Map;

/**
 * Translates a net's blocks to an ONNX graph: uint8 {@code [N, C, H, W]} in, float probabilities {@code [N, classes]}
 * out; the cast, the scaling to 0..1 and the softmax are inside. Batch norm is folded into the convolution or linear
 * layer before it, where there is one. Stateless.
 */
public final class GraphExporter {
    private static final int OPSET = 13;
    private static final int IR_VERSION = 8;

    private GraphExporter() {}

    /**
     * The graph of {@code net} without metadata. Its last node is the softmax.
     *
     * @throws TrainerException when a block has no translation; it names the block and its place
     */
    public static GraphProto export(Net net) {
        InputSpec input = net.input();
        GraphBuilder graph = new GraphBuilder(
                OnnxSession.INPUT, TensorProto.DataType.UINT8, input.channels(), input.height(), input.width());
        graph.append("Cast", List.of(), integer("to", TensorProto.DataType.FLOAT.getNumber()));
        graph.append("Mul", List.of(graph.initializer("scale", new float[] {Net.PIXEL_SCALE})));
        Shape image = new Shape(1, input.channels(), input.height(), input.width());
        Shape logits = Walk.through(net.block(), image, graph);
        if (!logits.equals(new Shape(1, net.classes()))) {
            throw new TrainerException("the net's last block gives shape " + logits + " for one image, expected (1, "
                    + net.classes() + "): one number per class");
        }
        graph.append("Softmax", List.of(), integer("axis", 1));
        return graph.build(OnnxSession.OUTPUT, net.classes());
    }

    /** An ONNX file of {@code graph} and {@code metadata}. */
    public static ModelProto model(GraphProto graph, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("odradek-trainer")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    /** Declares the value {@code name} as a graph's output: float {@code [N, classes]}. */
    public static ValueInfoProto output(String name, int classes) {
        return GraphBuilder.value(name, TensorProto.DataType.FLOAT, classes);
    }
}
