package io.odradek.quickstart.measure;

import java.util.List;

/**
 * What the trainer measured, from its {@code metrics.json}.
 *
 * @param epochs all that the net has behind it, those of the training that it went on from included; at least one
 * @param testAccuracy of the exported model on the test images, 0 to 1
 * @param seconds from the start of the trainer to the end of the last epoch
 * @param labels the class names in output order
 */
public record Training(List<Epoch> epochs, double testAccuracy, double seconds, List<String> labels) {
    /** Copies. */
    public Training {
        epochs = List.copyOf(epochs);
        labels = List.copyOf(labels);
    }

    /**
     * One pass over the training images.
     *
     * @param number from 1
     * @param trainLoss mean cross-entropy while training
     * @param testLoss mean cross-entropy on the test images afterwards
     * @param testAccuracy on the test images afterwards, 0 to 1
     */
    public record Epoch(int number, double trainLoss, double testLoss, double testAccuracy) {}
}
