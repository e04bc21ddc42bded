package io.odradek.trainer.export.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.export.graph.Nodes;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the scale of each value of a net by running it on real images. The graph measures itself: nodes are added that
 * give the least and the greatest number of each value for each image. Stateless.
 */
final class Calibration {
    private static final String RANGES = "ranges";

    private Calibration() {}

    /** The scale of each float between cast and softmax, by name, over all that {@code images}, at least one, give. */
    static Map<String, Scale> run(FloatGraph graph, LabelledImages images, int threads) {
        List<String> values = graph.values();
        byte[] model =
                GraphExporter.model(measuring(graph.proto(), values), Map.of()).toByteArray();
        Scores ranges;
        try (OnnxSession session = OnnxSession.open(model, threads, "the graph to calibrate")) {
            ranges = session.run(images, 2 * values.size(), RANGES);
        }
        Map<String, Scale> scales = new LinkedHashMap<>();
        for (int v = 0; v < values.size(); v++) {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < ranges.size(); i++) {
                least = Math.min(least, ranges.at(i, 2 * v));
                greatest = Math.max(greatest, ranges.at(i, 2 * v + 1));
            }
            scales.put(values.get(v), Scale.over(least, greatest));
        }
        return scales;
    }

    /** With one more output, {@code [N, 2 · values]}: least and greatest number of each value. */
    private static GraphProto measuring(GraphProto graph, List<String> values) {
        GraphProto.Builder measuring = graph.toBuilder();
        List<String> columns = new ArrayList<>();
        for (String value : values) {
            String row = value + "_row";
            measuring.addNode(Nodes.node("Flatten", List.of(value), row));
            for (String reduce : List.of("ReduceMin", "ReduceMax")) {
                String column = value + "_" + reduce;
                columns.add(column);
                measuring.addNode(Nodes.node(reduce, List.of(row), column, Nodes.integers("axes", 1)));
            }
        }
        return measuring
                .addNode(Nodes.node("Concat", columns, RANGES, Nodes.integer("axis", 1)))
                .addOutput(GraphExporter.output(RANGES, columns.size()))
                .build();
    }
}
