package io.odradek.trainer.export.graph;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.model.AvgPool2d;
import io.odradek.trainer.model.MaxPool2d;
import io.odradek.trainer.model.Residual;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How blocks of one kind become ONNX nodes. Stateless. */
@FunctionalInterface
interface BlockExporter<B extends Block> {
    /** By class, not by subclass: a subclass may compute something else. */
    Map<Class<? extends Block>, BlockExporter<Block>> CLASSES = Map.ofEntries(
            entry(AvgPool2d.class, PoolExport::average),
            entry(BatchNorm.class, WeightExport::batchNorm),
            entry(Conv2d.class, WeightExport::convolution),
            // Passes everything on at inference.
            entry(Dropout.class, (block, at) -> {}),
            entry(Linear.class, WeightExport::linear),
            entry(MaxPool2d.class, PoolExport::max),
            entry(Residual.class, BlockExporter::residual));

    /** DJL's blocks without settings, by the name that DJL gives their lambda. */
    Map<String, BlockExporter<Block>> LAMBDAS = Map.of(
            "ReLU", (block, at) -> at.graph().append("Relu", List.of()),
            "batchFlatten", (block, at) -> PoolExport.flatten(at),
            "globalAvgPool2d", (block, at) -> PoolExport.global("GlobalAveragePool", at),
            "globalMaxPool2d", (block, at) -> PoolExport.global("GlobalMaxPool", at),
            "identity", (block, at) -> {});

    /**
     * Appends nodes that compute what {@code block} computes at inference.
     *
     * @throws TrainerException when this one cannot be exported
     */
    void append(B block, Walk at);

    /**
     * The exporter of a block.
     *
     * @throws TrainerException when there is none; it names the block, its place, and what is supported
     */
    static BlockExporter<Block> of(Placed placed) {
        BlockExporter<Block> exporter = placed.block().getClass() == LambdaBlock.class
                ? LAMBDAS.get(((LambdaBlock) placed.block()).getName())
                : CLASSES.get(placed.block().getClass());
        if (exporter == null) {
            throw placed.refused("supported are " + supported());
        }
        return exporter;
    }

    private static String supported() {
        TreeSet<String> classes = new TreeSet<>(List.of("SequentialBlock"));
        CLASSES.keySet().forEach(type -> classes.add(type.getSimpleName()));
        return String.join(", ", classes) + ", and the lambdas " + String.join(", ", new TreeMap<>(LAMBDAS).keySet());
    }

    private static <B extends Block> Map.Entry<Class<? extends Block>, BlockExporter<Block>> entry(
            Class<B> type, BlockExporter<B> exporter) {
        return Map.entry(type, (block, at) -> exporter.append(type.cast(block), at));
    }

    private static void residual(Residual block, Walk at) {
        GraphBuilder graph = at.graph();
        String input = graph.last();
        at.branch(block.body(), "body");
        String body = graph.last();
        graph.continueFrom(input);
        Block projection = block.projection();
        if (projection != null) {
            at.branch(projection, "projection");
        }
        graph.append("Add", List.of(body));
        if (block.relu()) {
            graph.append("Relu", List.of());
        }
    }
}
