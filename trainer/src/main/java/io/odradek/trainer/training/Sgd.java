package io.odradek.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.Pair;
import io.odradek.trainer.config.Descent;
import io.odradek.trainer.model.Net;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum, whose state can be saved; DJL's own keeps it to itself.
 *
 * <p>For each weight w with gradient g, learning rate r, momentum m and decay d: v = m·v + r·(g + d·w), w = w − v. Only
 * weights of two and more dimensions decay: not biases, not normalisation. Without momentum there is no state. The
 * velocities v live as long as the net. Not thread-safe.
 */
public final class Sgd extends Optimizer {
    private static final float NO_CLIPPING = -1;

    private final Descent descent;
    private final Map<String, NDArray> velocities = new HashMap<>();
    private float rate;

    /** An optimizer that has made no step. */
    public Sgd(Descent descent) {
        super(new Builder());
        this.descent = descent;
        this.rate = descent.learningRate();
    }

    /** The learning rate of the steps to come. */
    void setRate(float learningRate) {
        this.rate = learningRate;
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        NDList inputs = new NDList(weight, gradient);
        if (descent.momentum() > 0) {
            inputs.add(velocities.computeIfAbsent(parameterId, id -> weight.zerosLike()));
        }
        float decay = weight.getShape().dimension() > 1 ? descent.weightDecay() : 0;
        weight.getNDArrayInternal()
                .sgdUpdate(inputs, new NDList(weight), rate, decay, 1, NO_CLIPPING, descent.momentum(), false);
    }

    /** Writes the velocities of {@code net}'s parameters, in their order; nothing where there is no momentum. */
    void save(Net net, DataOutputStream out) throws IOException {
        if (descent.momentum() == 0) {
            return;
        }
        for (Pair<String, Parameter> parameter : net.block().getParameters()) {
            NDArray velocity = velocities.get(parameter.getValue().getId());
            out.writeBoolean(velocity != null);
            if (velocity != null) {
                for (float v : velocity.toFloatArray()) {
                    out.writeFloat(v);
                }
            }
        }
    }

    /** Reads what {@link #save} wrote for a net of the same blocks. */
    void load(Net net, DataInputStream in) throws IOException {
        if (descent.momentum() == 0) {
            return;
        }
        for (Pair<String, Parameter> parameter : net.block().getParameters()) {
            if (in.readBoolean()) {
                velocities.put(
                        parameter.getValue().getId(), read(parameter.getValue().getArray(), in));
            }
        }
    }

    private static NDArray read(NDArray weight, DataInputStream in) throws IOException {
        float[] values = new float[Math.toIntExact(weight.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        NDManager manager = weight.getManager();
        return manager.create(values, weight.getShape());
    }

    /** DJL wants one; there is nothing to choose. */
    private static final class Builder extends OptimizerBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }
}
