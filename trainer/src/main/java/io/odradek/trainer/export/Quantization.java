package io.odradek.trainer.export;

/**
 * What became of a model in integers of 8 bits.
 *
 * @param version its version
 * @param testAccuracy its accuracy on the test images, 0 to 1
 * @param accuracyLoss by how much that is below the accuracy of the model in floats on the same images; below 0 where it
 *     is above
 * @param testImages how many they are
 * @param calibrationImages number of training images that its ranges were measured on
 * @param bytes size of its file
 * @param kept whether its file was written: it was asked for anyhow, or the loss is no more than {@value #MAX_LOSS}
 */
public record Quantization(
        String version,
        double testAccuracy,
        double accuracyLoss,
        int testImages,
        int calibrationImages,
        int bytes,
        boolean kept) {
    /** The greatest loss of accuracy that is kept unasked: 0.3 points. */
    public static final double MAX_LOSS = 0.003;
}
