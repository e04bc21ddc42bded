package io.odradek.trainer.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.odradek.trainer.export.graph.Nodes;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A net's beginning of convolution, ReLU and max pool of 2x2, computed with integers from the image's own bytes on. A
 * convolution of one or three channels as it stands ONNX Runtime computes slower with integers than with floats; as
 * {@link Phases} it has four times as many, and faster. Immutable.
 *
 * @param floats the graph that begins with it
 * @param convolution its convolution
 * @param output name of what the max pool gives
 */
record FirstLayer(FloatGraph floats, NodeProto convolution, String output) {
    /** Cast, Mul, and the three. */
    static final int NODES = 5;

    /** With fewer outputs ONNX Runtime took as long as with floats. */
    private static final int LEAST_OUTPUTS = 8;

    private static final List<String> OPERATORS = List.of("Cast", "Mul", "Conv", "Relu", "MaxPool");
    private static final List<Long> ONES = List.of(1L, 1L);
    private static final List<Long> TWOS = List.of(2L, 2L);

    private static final AttributeProto LAST = Nodes.integers("perm", 0, 2, 3, 1);
    private static final AttributeProto FIRST = Nodes.integers("perm", 0, 3, 1, 2);

    /** What {@code floats} begins with; empty where it is something else. */
    static Optional<FirstLayer> of(FloatGraph floats) {
        List<NodeProto> nodes =
                floats.proto().getNodeList().stream().limit(NODES).toList();
        boolean chain = nodes.stream().map(NodeProto::getOpType).toList().equals(OPERATORS)
                && IntStream.range(1, NODES)
                        .allMatch(i -> floats.isOnlyFor(
                                OPERATORS.get(i), nodes.get(i - 1).getOutput(0)));
        if (!chain) {
            return Optional.empty();
        }
        NodeProto pool = nodes.get(NODES - 1);
        FirstLayer layer = new FirstLayer(floats, nodes.get(2), pool.getOutput(0));
        return layer.fits(pool) ? Optional.of(layer) : Optional.empty();
    }

    private boolean fits(NodeProto pool) {
        return Nodes.integers(pool, "kernel_shape").equals(TWOS)
                && Nodes.integers(pool, "strides").equals(TWOS)
                && Nodes.integers(pool, "pads").stream().allMatch(pad -> pad == 0)
                && Nodes.integers(convolution, "strides").equals(ONES)
                && Nodes.integers(convolution, "dilations").equals(ONES)
                && Nodes.integers(convolution, "group").equals(List.of(1L))
                && kernel(0) >= LEAST_OUTPUTS
                && outputs(0) % 2 == 0
                && outputs(1) % 2 == 0;
    }

    /**
     * Appends what computes it.
     *
     * @param scale of its output
     */
    Int8Graph.Bytes append(Int8Graph graph, Scale scale) {
        Phases phases = Phases.of(
                floats.numbers(convolution.getInput(1)),
                floats.numbers(convolution.getInput(2)),
                (int) kernel(1),
                (int) kernel(2),
                (int) kernel(3));
        Int8Weights weights = Int8Weights.of(phases.weights(), phases.bias(), Net.PIXEL_SCALE);
        long[] sizes = {
            Phases.PLACES * kernel(0), Phases.PLACES * kernel(1), phases.height(), phases.width(),
        };
        long[] pads = pads(phases);
        boolean whole = LongStream.of(pads).allMatch(pad -> pad % 2 == 0);
        String sums = convolution.getOutput(0);
        graph.append(
                "Conv",
                List.of(
                        graph.dequantize(pixels(graph, whole ? new long[pads.length] : pads)),
                        graph.weights(weights, sizes),
                        graph.bias(weights)),
                sums,
                Nodes.integers("kernel_shape", phases.height(), phases.width()),
                Nodes.integers(
                        "pads", whole ? LongStream.of(pads).map(pad -> pad / 2).toArray() : new long[pads.length]));
        graph.append("Relu", List.of(sums), sums + "_relu");
        return greatest(graph, graph.quantize(sums + "_relu", scale));
    }

    /** The image's bytes, 2x2 of them as channels; a pad of an odd number of pixels before that. */
    private Int8Graph.Bytes pixels(Int8Graph graph, long[] pads) {
        Int8Graph.Bytes image = graph.bytes(OnnxSession.INPUT, new Scale(Net.PIXEL_SCALE, 0));
        if (LongStream.of(pads).anyMatch(pad -> pad != 0)) {
            String all = graph.integers(0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]);
            image = graph.move("Pad", image, image.name() + "_padded", List.of(all));
        }
        return graph.move("SpaceToDepth", image, "pixels", List.of(), Nodes.integer("blocksize", 2));
    }

    /** Of the outputs at the four places the greatest, channels last as ONNX Runtime's convolutions of bytes lay them. */
    private Int8Graph.Bytes greatest(Int8Graph graph, Int8Graph.Bytes places) {
        long height = outputs(0) / 2;
        long width = outputs(1) / 2;
        long channels = kernel(0);
        Int8Graph.Bytes last = graph.move("Transpose", places, output + "_last", List.of(), LAST);
        String columns = graph.integers(0, height * width, Phases.PLACES, channels);
        Int8Graph.Bytes four = graph.move("Reshape", last, output + "_four", List.of(columns));
        Int8Graph.Bytes first = graph.move("Transpose", four, output + "_first", List.of(), FIRST);
        Int8Graph.Bytes greatest = graph.move(
                "MaxPool",
                first,
                output + "_greatest",
                List.of(),
                Nodes.integers("kernel_shape", 1, Phases.PLACES),
                Nodes.integers("strides", 1, Phases.PLACES));
        Int8Graph.Bytes again = graph.move("Transpose", greatest, output + "_again", List.of(), LAST);
        String image = graph.integers(0, height, width, channels);
        Int8Graph.Bytes shaped = graph.move("Reshape", again, output + "_shaped", List.of(image));
        return graph.move("Transpose", shaped, output, List.of(), FIRST);
    }

    /** Above, left, below and right, in pixels: as far as the kernels of {@code phases} reach. */
    private long[] pads(Phases phases) {
        List<Long> own = Nodes.integers(convolution, "pads");
        long height = outputs(0) - 2 + 2L * phases.height();
        long width = outputs(1) - 2 + 2L * phases.width();
        return new long[] {own.get(0), own.get(1), height - pixels(0) - own.get(0), width - pixels(1) - own.get(1)};
    }

    /** Height (0) or width (1) of what the convolution gives. */
    private long outputs(int axis) {
        List<Long> pads = Nodes.integers(convolution, "pads");
        return pixels(axis) + pads.get(axis) + pads.get(axis + 2) - kernel(axis + 2) + 1;
    }

    /** Height (0) or width (1) of the image. */
    private long pixels(int axis) {
        return floats.proto()
                .getInput(0)
                .getType()
                .getTensorType()
                .getShape()
                .getDim(axis + 2)
                .getDimValue();
    }

    /** Outputs, channels, height and width. */
    private long kernel(int axis) {
        return floats.initializer(convolution.getInput(1)).getDims(axis);
    }
}
