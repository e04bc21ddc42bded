package io.odradek.streamer.model.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Puts operators with odd attributes and operands into a graph, and their results into its output: what nobody uses the
 * runtime leaves out.
 */
final class Graft {
    private static final List<String> TEXTS = List.of(
            "nearest",
            "linear",
            "cubic",
            "SAME_UPPER",
            "SAME_LOWER",
            "VALID",
            "NOTSET",
            "reflect",
            "edge",
            "wrap",
            "constant",
            "zeros",
            "border",
            "align_corners",
            "tf_crop_and_resize",
            "half_pixel_symmetric",
            "floor",
            "ceil",
            "bidirectional",
            "reverse",
            "add",
            "mul",
            "max",
            "not_larger",
            "DCR",
            "CRD",
            "bilinear",
            "bicubic",
            "RIGHT",
            "ij,jk->ik",
            "i,i->",
            "nchw->nc",
            "a,b,c,d->abcd",
            "...ii->i");
    private static final int SMALL = 5;
    private static final long[] NUMBERS = {
        7,
        8,
        16,
        31,
        64,
        255,
        1 << 16,
        -1,
        -2,
        -7,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 33,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        (1L << 32) + 1
    };

    private final GraphProto.Builder graph;
    private final Random random;
    private final List<String> values = new ArrayList<>();
    private final List<NodeProto> grafted = new ArrayList<>();
    private int names;

    Graft(GraphProto.Builder graph, Random random) {
        this.graph = graph;
        this.random = random;
        graph.getInitializerList().forEach(tensor -> values.add(tensor.getName()));
        graph.getInputList().forEach(input -> values.add(input.getName()));
        graph.getNodeList().subList(0, graph.getNodeCount() - 1).forEach(node -> values.addAll(node.getOutputList()));
    }

    /** One more operator, which may use what those before it made. */
    void operator() {
        String[] row = any(OddOperators.TABLE);
        NodeProto.Builder node = NodeProto.newBuilder().setName(fresh()).setOpType(row[0]);
        int inputs = random.nextInt(8) == 0 ? 1 + random.nextInt(8) : Integer.parseInt(row[1]);
        for (int i = 0; i < inputs; i++) {
            node.addInput(i > 0 && random.nextInt(6) == 0 ? "" : operand());
        }
        for (int i = 2; i < row.length; i++) {
            if (random.nextInt(3) > 0) {
                node.addAttribute(attribute(row[i]));
            }
        }
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            String output = fresh();
            node.addOutput(output);
            values.add(output);
        }
        grafted.add(node.build());
    }

    /** Leads the last operators' results to the output, times nothing. */
    void join() {
        int last = graph.getNodeCount() - 1;
        NodeProto end = graph.getNode(last);
        graph.removeNode(last).addAllNode(grafted);
        String sum = end.getInput(0);
        for (NodeProto node : grafted) {
            String floats = add("Cast", integer("to", 1), node.getOutput(0));
            String largest = add("ReduceMax", integer("keepdims", 0), floats);
            graph.addInitializer(tensor(fresh(), TensorProto.DataType.FLOAT_VALUE, new long[0], new byte[4]));
            String nothing =
                    graph.getInitializer(graph.getInitializerCount() - 1).getName();
            sum = add("Add", null, sum, add("Mul", null, largest, nothing));
        }
        graph.addNode(end.toBuilder().setInput(0, sum));
    }

    private String add(String operator, @Nullable AttributeProto attribute, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(fresh())
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(fresh());
        if (attribute != null) {
            node.addAttribute(attribute);
        }
        graph.addNode(node);
        return node.getOutput(0);
    }

    /** A value that is there, or a new constant. */
    private String operand() {
        if (random.nextBoolean()) {
            return any(values);
        }
        long[] dims = new long[random.nextInt(5)];
        int elements = 1;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
            elements *= (int) dims[i];
        }
        boolean whole = random.nextBoolean();
        ByteBuffer raw = ByteBuffer.allocate(elements * (whole ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            if (whole) {
                raw.putLong(number());
            } else {
                raw.putFloat(random.nextInt(9) == 0 ? 1e30f : (float) random.nextGaussian());
            }
        }
        int type = whole ? TensorProto.DataType.INT64_VALUE : TensorProto.DataType.FLOAT_VALUE;
        TensorProto constant = tensor(fresh(), type, dims, raw.array());
        graph.addInitializer(constant);
        values.add(constant.getName());
        return constant.getName();
    }

    private AttributeProto attribute(String kind) {
        String name = kind.replaceAll("[*~$]", "");
        if (name.equals(kind)) {
            return integer(name, number());
        }
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        switch (kind.charAt(kind.length() - 1)) {
            case '*' -> {
                attribute.setType(AttributeProto.AttributeType.INTS);
                int count = random.nextInt(4) == 0 ? random.nextInt(9) : name.equals("pads") ? 4 : 2;
                for (int i = 0; i < count; i++) {
                    attribute.addInts(number());
                }
            }
            case '~' -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF((float) random.nextGaussian());
            default -> attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(any(TEXTS)));
        }
        return attribute.build();
    }

    /** Mostly a small one. */
    private long number() {
        return random.nextInt(6) > 0 ? random.nextInt(SMALL) : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static TensorProto tensor(String name, int type, long[] dims, byte[] raw) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(type).setRawData(ByteString.copyFrom(raw));
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    private String fresh() {
        names++;
        return "grafted" + names;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
