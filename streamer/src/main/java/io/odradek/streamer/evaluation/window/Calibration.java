package io.odradek.streamer.evaluation.window;

import io.odradek.streamer.evaluation.pairing.Guess;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether of the images with a confidence of 0.8 eight of ten are right: the expected calibration error, the mean over the
 * images of the distance between the mean confidence and the accuracy of their bin (Naeini et al., <i>Obtaining Well
 * Calibrated Probabilities Using Bayesian Binning</i>, 2015; with the confidence of many classes and 15 bins: Guo et al.,
 * <i>On Calibration of Modern Neural Networks</i>, 2017, equation 3), as the trainer computes it. Not thread-safe.
 */
final class Calibration {
    private final long[] confidence = new long[Cell.BINS];
    private final long[] right = new long[Cell.BINS];
    private long images;

    void add(Cell cell, Tally tally) {
        confidence[cell.bin()] += tally.confidence();
        right[cell.bin()] += cell.isRight() ? tally.images() : 0;
        images += tally.images();
    }

    /** 0 to 1; null without images. */
    @Nullable
    Double error() {
        if (images == 0) {
            return null;
        }
        double[] distances = new double[Cell.BINS];
        for (int bin = 0; bin < Cell.BINS; bin++) {
            // Of |B| images: |B| / N times the distance of the means.
            distances[bin] = Math.abs(confidence[bin] - right[bin] * Guess.CERTAIN) / (double) Guess.CERTAIN / images;
        }
        return Arrays.stream(distances).sum();
    }
}
