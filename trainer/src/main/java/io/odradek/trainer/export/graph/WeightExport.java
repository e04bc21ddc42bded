package io.odradek.trainer.export.graph;

import static io.odradek.trainer.export.graph.Nodes.integer;
import static io.odradek.trainer.export.graph.Nodes.integers;
import static io.odradek.trainer.export.graph.Nodes.real;

import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;

/** Nodes of the blocks that have weights. Stateless. */
final class WeightExport {
    private WeightExport() {}

    static void convolution(Conv2d convolution, Walk at) {
        long vertical = convolution.getPadding().get(0);
        long horizontal = convolution.getPadding().get(1);
        if (Margins.pay(convolution, at.in())) {
            Margins.append(at.graph(), at.in(), horizontal);
            horizontal = 0;
        }
        at.graph()
                .append(
                        "Conv",
                        initializers(convolution, at),
                        integers("kernel_shape", convolution.getKernelShape().getShape()),
                        integers("strides", convolution.getStride().getShape()),
                        integers("pads", vertical, horizontal, vertical, horizontal),
                        integers("dilations", convolution.getDilation().getShape()),
                        integer("group", convolution.getGroups()));
    }

    static void linear(Linear linear, Walk at) {
        if (at.in().dimension() != 2) {
            throw at.refused("its input is " + at.in() + ", not one row per image: put a flatten before it");
        }
        at.graph().append("Gemm", initializers(linear, at), integer("transB", 1));
    }

    /** A batch norm that follows no layer to fold it into. */
    static void batchNorm(BatchNorm block, Walk at) {
        Norm norm = at.norm(block, at.in());
        GraphBuilder graph = at.graph();
        int channels = norm.gamma().length;
        graph.append(
                "BatchNormalization",
                List.of(
                        graph.initializer("gamma", norm.gamma(), channels),
                        graph.initializer("beta", norm.beta(), channels),
                        graph.initializer("mean", norm.mean(), channels),
                        graph.initializer("variance", norm.variance(), channels)),
                real("epsilon", norm.epsilon()));
    }

    /** Weight and bias of a layer, with the batch norm behind it. */
    private static List<String> initializers(Block layer, Walk at) {
        Weights own = Weights.of(layer);
        Norm norm = at.takeNorm();
        Weights weights = norm == null ? own : own.fold(norm);
        GraphBuilder graph = at.graph();
        return List.of(
                graph.initializer("weight", weights.weight(), weights.shape()),
                graph.initializer("bias", weights.bias(), weights.bias().length));
    }
}
