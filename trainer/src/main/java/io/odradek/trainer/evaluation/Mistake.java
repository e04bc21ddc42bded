package io.odradek.trainer.evaluation;

/**
 * An image that was taken for a class that it is not of.
 *
 * @param image its index among the evaluated images, from 0
 * @param truth name of its class
 * @param prediction name of the class that it was taken for
 * @param confidence probability of {@code prediction}, 0 to 1
 */
public record Mistake(int image, String truth, String prediction, double confidence) {}
