package io.odradek.trainer.training;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch brought. Components are named as in metrics.json. Either the two of the test images are there, or the
 * two of the validation images.
 *
 * @param epoch number, from 1, counted over continued runs
 * @param trainLoss mean cross entropy over the training images, each as the net was when its batch came; with label
 *     smoothing against the smoothed labels, and then not to be compared with the next ones
 * @param testLoss mean cross entropy over the test images after the epoch
 * @param testAccuracy share of test images classified rightly after the epoch, 0 to 1
 * @param validationLoss mean cross entropy over the validation images after the epoch
 * @param validationAccuracy share of validation images classified rightly after the epoch, 0 to 1
 * @param seconds wall time, evaluation included
 * @param imagesPerSecond training images per second of training, evaluation excluded
 */
public record EpochMetrics(
        int epoch,
        double trainLoss,
        @Nullable Double testLoss,
        @Nullable Double testAccuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        double seconds,
        double imagesPerSecond) {
    /** An epoch that was measured on {@code heldOut}. */
    static EpochMetrics of(
            int epoch,
            double trainLoss,
            HeldOut heldOut,
            double loss,
            double accuracy,
            double seconds,
            double imagesPerSecond) {
        boolean test = heldOut == HeldOut.TEST;
        return new EpochMetrics(
                epoch,
                trainLoss,
                test ? (Double) loss : null,
                test ? (Double) accuracy : null,
                test ? null : (Double) loss,
                test ? null : (Double) accuracy,
                seconds,
                imagesPerSecond);
    }

    /**
     * Whether the net costs no less than guessing, ln(classes), over the epoch and after it: one that began badly and
     * recovered does not.
     */
    boolean isNoBetterThanGuessing(int classes) {
        return Math.min(trainLoss, loss()) >= Math.log(classes);
    }

    /** What the net was measured on. */
    public HeldOut heldOut() {
        return testAccuracy == null ? HeldOut.VALIDATION : HeldOut.TEST;
    }

    /** Mean cross entropy over {@link #heldOut()}. */
    public double loss() {
        return Objects.requireNonNull(testLoss == null ? validationLoss : testLoss, "loss");
    }

    /** Share of {@link #heldOut()} classified rightly, 0 to 1. */
    public double accuracy() {
        return Objects.requireNonNull(testAccuracy == null ? validationAccuracy : testAccuracy, "accuracy");
    }
}
