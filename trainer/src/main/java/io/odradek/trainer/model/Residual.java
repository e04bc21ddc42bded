package io.odradek.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block with a shortcut around it, as in He et al. 2015, <i>Deep Residual Learning for Image Recognition</i>: body(x)
 * + x, or body(x) + projection(x) where the body changes the shape; then, if wanted, a ReLU.
 *
 * <p>DJL's parallel block adds with a lambda that no exporter can look into.
 */
public final class Residual extends AbstractBlock {
    private static final byte VERSION = 1;

    private final Block body;
    private final @Nullable Block projection;
    private final boolean relu;

    /**
     * @param body from the input to a summand
     * @param projection from the input to the other summand; null: the input itself
     * @param relu whether a ReLU follows the sum
     */
    public Residual(Block body, @Nullable Block projection, boolean relu) {
        super(VERSION);
        this.body = addChildBlock("body", body);
        this.projection = projection == null ? null : addChildBlock("projection", projection);
        this.relu = relu;
    }

    /** From the input to a summand. */
    public Block body() {
        return body;
    }

    /** From the input to the other summand; null: the input itself. */
    public @Nullable Block projection() {
        return projection;
    }

    /** Whether a ReLU follows the sum. */
    public boolean relu() {
        return relu;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> more) {
        NDArray sum = body.forward(parameters, inputs, training)
                .singletonOrThrow()
                .add(shortcut(parameters, inputs, training).singletonOrThrow());
        return new NDList(relu ? Activation.relu(sum) : sum);
    }

    private NDList shortcut(ParameterStore parameters, NDList inputs, boolean training) {
        return projection == null ? inputs : projection.forward(parameters, inputs, training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputs) {
        body.initialize(manager, dataType, inputs);
        if (projection != null) {
            projection.initialize(manager, dataType, inputs);
        }
    }

    /** Refuses summands of different shapes. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape[] sum = body.getOutputShapes(inputs);
        Shape[] shortcut = projection == null ? inputs : projection.getOutputShapes(inputs);
        if (!Arrays.equals(sum, shortcut)) {
            throw new IllegalArgumentException("residual: the body gives " + Arrays.toString(sum) + ", the shortcut "
                    + Arrays.toString(shortcut) + "; give it a projection to the body's shape");
        }
        return sum;
    }
}
