package io.odradek.trainer.export.graph;

import static io.odradek.trainer.export.graph.Nodes.integer;
import static io.odradek.trainer.export.graph.Nodes.integers;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Zeros left and right of a convolution's input, by a node of their own: a convolution of 1x1 with a weight of 1 for each
 * channel, which pads. It changes no result. ONNX Runtime's convolution of floats computes six neighbours at once in the
 * middle of a row but one at a time where the kernel reaches over the edge: with kernels of 5x5 and 14 columns it took
 * 1.3 times as long as with the node. Rows above and below it skips for nothing, they stay with the convolution. A Pad
 * ONNX Runtime would fuse into it again. Stateless.
 */
public final class Margins {
    /** With one column, that of kernels 3x3, the node took as much as it saved. */
    private static final long LEAST = 2;

    /** Other numbers of channels ONNX Runtime's fast convolution does not take. */
    private static final long CHANNELS = 16;

    private static final String KIND = "margin";

    private Margins() {}

    /** Whether a node is worth it. */
    static boolean pay(Conv2d convolution, Shape input) {
        return convolution.getPadding().get(1) >= LEAST
                && convolution.getStride().get(1) == 1
                && convolution.getDilation().get(1) == 1
                && convolution.getGroups() == 1
                && input.get(1) % CHANNELS == 0;
    }

    /**
     * Appends the node.
     *
     * @param columns of zeros on each side, which the convolution then need not pad
     */
    static void append(GraphBuilder graph, Shape input, long columns) {
        int channels = Math.toIntExact(input.get(1));
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        graph.append(
                "Conv",
                List.of(graph.initializer(KIND, ones, channels, 1, 1, 1)),
                integers("kernel_shape", 1, 1),
                integers("pads", 0, columns, 0, columns),
                integer("group", channels));
    }

    /** An exported graph without such nodes: the convolutions pad all of it again. */
    public static GraphProto without(GraphProto graph) {
        GraphProto.Builder plain = graph.toBuilder().clearNode().clearInitializer();
        Map<String, NodeProto> margins = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            NodeProto margin = margins.get(node.getInput(0));
            if (isMargin(node)) {
                margins.put(node.getOutput(0), node);
            } else {
                plain.addNode(margin == null ? node : merge(margin, node));
            }
        }
        graph.getInitializerList().stream()
                .filter(tensor -> !isMargin(tensor.getName()))
                .forEach(plain::addInitializer);
        return plain.build();
    }

    private static NodeProto merge(NodeProto margin, NodeProto convolution) {
        List<Long> outer = Nodes.integers(margin, "pads");
        List<Long> inner = Nodes.integers(convolution, "pads");
        long[] pads = new long[inner.size()];
        Arrays.setAll(pads, i -> outer.get(i) + inner.get(i));
        return Nodes.with(convolution, integers("pads", pads)).toBuilder()
                .setInput(0, margin.getInput(0))
                .build();
    }

    private static boolean isMargin(NodeProto node) {
        return node.getOpType().equals("Conv") && isMargin(node.getInput(1));
    }

    private static boolean isMargin(String initializer) {
        return initializer.startsWith(KIND + "_");
    }
}
