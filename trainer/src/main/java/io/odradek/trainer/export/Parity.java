package io.odradek.trainer.export;

/**
 * How well the exported file agrees with the trained net.
 *
 * @param images number of real images compared; the most probable class is equal on all, but where the net's two
 *     greatest logits are closer than twice the tolerance
 * @param maxDifference greatest absolute difference between two logits
 */
public record Parity(int images, double maxDifference) {}
