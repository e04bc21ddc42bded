package io.odradek.trainer.export.graph;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a batch norm computes at inference: (x - mean) / sqrt(variance + epsilon) · gamma + beta, each {@code
 * [channels]}. Immutable, though nothing is copied.
 */
record Norm(float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) {
    /**
     * Reads a batch norm.
     *
     * @param shape of its input for one image, {@code [1, C]} or {@code [1, C, H, W]}
     * @return empty where it norms another axis than C
     */
    static Optional<Norm> of(BatchNorm block, Shape shape) {
        float[] gamma = numbers(block, "gamma");
        if (gamma.length != shape.get(1)) {
            return Optional.empty();
        }
        OptionalDouble epsilon = epsilon(block, shape);
        return epsilon.isEmpty()
                ? Optional.empty()
                : Optional.of(new Norm(
                        gamma,
                        numbers(block, "beta"),
                        numbers(block, "runningMean"),
                        numbers(block, "runningVar"),
                        epsilon.getAsDouble()));
    }

    /**
     * DJL's batch norm does not tell its epsilon nor its axis. But with mean, variance and beta 0, gamma 1, 2, 3... and
     * an input of ones it gives gamma / sqrt(epsilon) along its axis.
     */
    private static OptionalDouble epsilon(BatchNorm block, Shape shape) {
        int channels = Math.toIntExact(shape.get(1));
        int positions = Math.toIntExact(shape.size() / channels);
        float[] answer = probe(block, shape);
        double first = answer[0];
        for (int i = 0; i < answer.length; i++) {
            double expected = first * (i / positions + 1);
            if (Math.abs(answer[i] - expected) > 1e-5 * Math.abs(expected)) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of(1 / (first * first));
    }

    private static float[] probe(BatchNorm block, Shape shape) {
        NDManager manager = block.getDirectParameters().get("gamma").getArray().getManager();
        try (NDManager memory = manager.newSubManager()) {
            NDList ones = new NDList(memory.ones(shape));
            return block.forward(new Known(memory, shape.get(1)), ones, false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    private static float[] numbers(BatchNorm block, String parameter) {
        return block.getDirectParameters().get(parameter).getArray().toFloatArray();
    }

    /** Gives a batch norm known parameters in place of its own. */
    private static final class Known extends ParameterStore {
        private final NDArray counting;
        private final NDArray zeros;

        Known(NDManager memory, long channels) {
            super(memory, false);
            counting = memory.arange(1f, channels + 1f);
            zeros = memory.zeros(new Shape(channels));
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return parameter.getName().equals("gamma") ? counting : zeros;
        }
    }
}
