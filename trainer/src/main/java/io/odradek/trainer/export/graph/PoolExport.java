package io.odradek.trainer.export.graph;

import static io.odradek.trainer.export.graph.Nodes.integer;
import static io.odradek.trainer.export.graph.Nodes.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.odradek.trainer.model.AvgPool2d;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Pool2d;
import java.util.ArrayList;
import java.util.List;

/** Nodes of pools and of flatten. Stateless. */
final class PoolExport {
    private PoolExport() {}

    static void max(MaxPool2d pool, Walk at) {
        append("MaxPool", pool, at);
    }

    static void average(AvgPool2d pool, Walk at) {
        append("AveragePool", pool, at, integer("count_include_pad", 1));
    }

    /** DJL's global pools give {@code [N, C]}, ONNX's {@code [N, C, 1, 1]}. */
    static void global(String operator, Walk at) {
        at.graph().append(operator, List.of());
        flatten(at);
    }

    static void flatten(Walk at) {
        if (at.out().dimension() != 2 || at.out().get(0) != 1) {
            throw at.refused("it makes " + at.out() + " of " + at.in() + ", not one row per image");
        }
        at.graph().append("Flatten", List.of(), integer("axis", 1));
    }

    private static void append(String operator, Pool2d pool, Walk at, AttributeProto... more) {
        List<AttributeProto> attributes = new ArrayList<>(List.of(more));
        attributes.add(integers("kernel_shape", pool.size(), pool.size()));
        attributes.add(integers("strides", pool.stride(), pool.stride()));
        attributes.add(integers("pads", pool.padding(), pool.padding(), pool.padding(), pool.padding()));
        at.graph().append(operator, List.of(), attributes.toArray(AttributeProto[]::new));
    }
}
