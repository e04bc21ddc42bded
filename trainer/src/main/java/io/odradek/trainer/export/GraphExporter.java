package io.odradek.trainer.export;

import static io.odradek.trainer.export.GraphBuilder.integer;
import static io.odradek.trainer.export.GraphBuilder.integers;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.util.Pair;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.List;
import java.util.Map;

/**
 * Translates a net's blocks to an ONNX graph: uint8 {@code [N, C, H, W]} in, float probabilities {@code [N, classes]}
 * out; the cast, the scaling to 0..1 and the softmax are inside, batch norm is folded into the layer before it.
 */
final class GraphExporter {
    private static final int OPSET = 13;
    private static final int IR_VERSION = 8;

    private final List<Block> blocks;
    private final GraphBuilder graph;

    private GraphExporter(Net net) {
        InputSpec input = net.input();
        blocks = net.block().getChildren().stream().map(Pair::getValue).toList();
        graph = new GraphBuilder(
                OnnxSession.INPUT, TensorProto.DataType.UINT8, input.channels(), input.height(), input.width());
    }

    /**
     * The graph of {@code net} without metadata.
     *
     * @throws TrainerException when a block has no translation; it names the block and its place
     */
    static GraphProto export(Net net) {
        return new GraphExporter(net).build(net.classes());
    }

    /** An ONNX file of {@code graph} and {@code metadata}. */
    static ModelProto model(GraphProto graph, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("odradek-trainer")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private GraphProto build(int classes) {
        graph.append("Cast", List.of(), integer("to", TensorProto.DataType.FLOAT.getNumber()));
        graph.append("Mul", List.of(graph.initializer("scale", new float[] {Net.PIXEL_SCALE})));
        for (int i = 0; i < blocks.size(); i++) {
            if (translate(i)) {
                i++;
            }
        }
        graph.append("Softmax", List.of(), integer("axis", 1));
        return graph.build(OnnxSession.OUTPUT, classes);
    }

    /** Translates block {@code i}; true where the batch norm after it went into it. */
    private boolean translate(int i) {
        Block block = blocks.get(i);
        if (block instanceof Conv2d || block instanceof Linear) {
            boolean normed = i + 1 < blocks.size() && blocks.get(i + 1) instanceof BatchNorm;
            Weights own = Weights.of(block);
            Weights weights = normed ? own.fold((BatchNorm) blocks.get(i + 1)) : own;
            if (block instanceof Conv2d convolution) {
                append(convolution, weights);
            } else {
                append(weights);
            }
            return normed;
        }
        if (block instanceof MaxPool2d pool) {
            long[] square = {pool.size(), pool.size()};
            graph.append("MaxPool", List.of(), integers("kernel_shape", square), integers("strides", square));
        } else if (block instanceof LambdaBlock lambda && lambda.getName().equals("ReLU")) {
            graph.append("Relu", List.of());
        } else if (block instanceof LambdaBlock lambda && lambda.getName().equals("batchFlatten")) {
            graph.append("Flatten", List.of(), integer("axis", 1));
        } else if (!(block instanceof Dropout)) {
            // Dropout passes everything on at inference.
            throw unsupported(i, block);
        }
        return false;
    }

    private void append(Conv2d convolution, Weights weights) {
        long vertical = convolution.getPadding().get(0);
        long horizontal = convolution.getPadding().get(1);
        graph.append(
                "Conv",
                initializers(weights),
                integers("kernel_shape", convolution.getKernelShape().getShape()),
                integers("strides", convolution.getStride().getShape()),
                integers("pads", vertical, horizontal, vertical, horizontal),
                integers("dilations", convolution.getDilation().getShape()),
                integer("group", convolution.getGroups()));
    }

    private void append(Weights weights) {
        graph.append("Gemm", initializers(weights), integer("transB", 1));
    }

    private List<String> initializers(Weights weights) {
        return List.of(
                graph.initializer("weight", weights.weight(), weights.shape()),
                graph.initializer("bias", weights.bias(), weights.bias().length));
    }

    private static TrainerException unsupported(int i, Block block) {
        String name = block instanceof LambdaBlock lambda
                ? "lambda '" + lambda.getName() + "'"
                : block.getClass().getName();
        String place = block instanceof BatchNorm ? ", which follows no convolution or linear layer" : "";
        return new TrainerException("cannot export block " + (i + 1) + " of the net, " + name + place
                + ": it has no ONNX translation; add one to GraphExporter or use another block");
    }
}
