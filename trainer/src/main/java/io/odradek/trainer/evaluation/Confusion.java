package io.odradek.trainer.evaluation;

/**
 * Images of one class that were taken for another.
 *
 * @param truth name of their class
 * @param prediction name of the class that they were taken for
 * @param images how many, at least 1
 * @param share of all images of {@code truth}, above 0, at most 1
 */
public record Confusion(String truth, String prediction, int images, double share) {}
