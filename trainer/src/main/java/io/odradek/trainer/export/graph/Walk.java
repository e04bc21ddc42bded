package io.odradek.trainer.export.graph;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.norm.BatchNorm;
import io.odradek.trainer.TrainerException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through blocks that follow one another, and lets the exporter of each append its nodes. Not thread-safe. */
final class Walk {
    private final List<Placed> blocks;
    private final GraphBuilder graph;
    private Shape in;
    private Shape out;
    private int next;

    private Walk(List<Placed> blocks, Shape in, GraphBuilder graph) {
        this.blocks = blocks;
        this.graph = graph;
        this.in = in;
        this.out = in;
    }

    /**
     * Appends the nodes of {@code net}.
     *
     * @param in shape of its input for one image
     * @return shape of its output
     * @throws TrainerException when a block cannot be exported; it names the block and its place
     */
    static Shape through(Block net, Shape in, GraphBuilder graph) {
        return new Walk(Placed.sequence(net, ""), in, graph).run();
    }

    private Shape run() {
        while (next < blocks.size()) {
            Placed placed = blocks.get(next);
            next++;
            in = out;
            out = placed.block().getOutputShapes(new Shape[] {in})[0];
            BlockExporter.of(placed).append(placed.block(), this);
        }
        return out;
    }

    /** Where the current block's nodes go. */
    GraphBuilder graph() {
        return graph;
    }

    /** Shape of the current block's input for one image. */
    Shape in() {
        return in;
    }

    /** Shape of the current block's output for one image. */
    Shape out() {
        return out;
    }

    /** The batch norm behind the current block, which then counts as done; null where another block follows. */
    @Nullable
    Norm takeNorm() {
        if (next == blocks.size() || blocks.get(next).block().getClass() != BatchNorm.class) {
            return null;
        }
        next++;
        return norm((BatchNorm) current().block(), out);
    }

    /** What the current block's batch norm computes. */
    Norm norm(BatchNorm block, Shape shape) {
        return Norm.of(block, shape).orElseThrow(() -> refused("it norms another axis than the channels"));
    }

    /** Appends the nodes of a block within the current one, from the current one's input. */
    void branch(Block block, String name) {
        new Walk(Placed.sequence(block, current().path() + " > " + name), in, graph).run();
    }

    /** What to throw where the current block cannot be exported. */
    TrainerException refused(String reason) {
        return current().refused(reason);
    }

    private Placed current() {
        return blocks.get(next - 1);
    }
}
