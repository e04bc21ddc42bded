package io.odradek.trainer.config;

import java.util.Map;

/**
 * How a net learns: stochastic gradient descent on cross entropy. Immutable.
 *
 * @param batchSize images per step, 1 to 4096
 * @param learningRate factor of the gradient in each step, its greatest where there is a cycle; above 0, at most 10
 * @param momentum share of the last step that goes into the next one, 0 to 0.999
 * @param weightDecay factor of the weights themselves in the gradient, biases and normalisation excepted, 0 to 0.1
 * @param warmUp share of the training in which the learning rate rises evenly to {@code learningRate}, whereupon it
 *     falls evenly to nothing at the end (one cycle); 0 to 0.9, or {@link #CONSTANT}
 * @param labelSmoothing share of a label that is spread over all classes, 0 to 0.5
 */
public record Descent(
        int batchSize, float learningRate, float momentum, float weightDecay, float warmUp, float labelSmoothing) {
    /** A {@code warmUp} that stands for the same learning rate throughout. */
    public static final float CONSTANT = -1;

    /** Where a cycle begins, as a share of its greatest learning rate. */
    private static final double FIRST = 0.1;

    /** Refuses values out of range, naming the command line's option. */
    public Descent {
        Range.require("--batch-size", batchSize, 1, 4096);
        Range.require(learningRate > 0 && learningRate <= 10, "--learning-rate", learningRate, "above 0, at most 10");
        Range.require("--momentum", momentum, 0, 0.999f);
        Range.require("--weight-decay", weightDecay, 0, 0.1f);
        Range.require(
                warmUp == CONSTANT || (warmUp >= 0 && warmUp <= 0.9f),
                "--warm-up",
                warmUp,
                "0 to 0.9, or -1 for a constant learning rate");
        Range.require("--label-smoothing", labelSmoothing, 0, 0.5f);
    }

    /**
     * The learning rate of a step.
     *
     * @param done share of the training that lies behind, 0 (inclusive) to 1 (exclusive)
     */
    public float rateAt(double done) {
        if (warmUp == CONSTANT) {
            return learningRate;
        }
        double share = done < warmUp ? FIRST + (1 - FIRST) * done / warmUp : (1 - done) / (1 - warmUp);
        return (float) (learningRate * share);
    }

    void describe(Map<String, Object> facts) {
        facts.put("loss", "cross-entropy");
        facts.put("labelSmoothing", labelSmoothing);
        facts.put("optimizer", "sgd");
        facts.put("batchSize", batchSize);
        facts.put("learningRate", learningRate);
        facts.put("momentum", momentum);
        facts.put("weightDecay", weightDecay);
        facts.put("warmUp", warmUp == CONSTANT ? "none" : warmUp);
    }
}
