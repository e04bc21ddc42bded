package io.odradek.trainer.evaluation;

import io.odradek.trainer.data.Scores;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether of the images with a confidence of 0.8 eight of ten are right.
 *
 * @param error expected calibration error: mean over the images of the distance between the mean confidence and the
 *     accuracy of their bin, 0 to 1 (Naeini et al., <i>Obtaining Well Calibrated Probabilities Using Bayesian
 *     Binning</i>, 2015; with the confidence of many classes and 15 bins: Guo et al., <i>On Calibration of Modern Neural
 *     Networks</i>, 2017, equation 3)
 * @param bins {@link #BINS} of equal width, from low confidence to high
 */
public record Calibration(double error, List<Bin> bins) {
    /** Number of bins. */
    public static final int BINS = 15;

    /** Copies the list. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * The images whose confidence lies in a range.
     *
     * @param above the confidence is higher than this; in the first bin it may be 0
     * @param upTo and at most this
     * @param images how many there are
     * @param confidence their mean confidence; null without images
     * @param accuracy share of them classified rightly; null without images
     */
    public record Bin(
            double above,
            double upTo,
            int images,
            @Nullable Double confidence,
            @Nullable Double accuracy) {}

    /** Of probabilities {@code [N, classes]} and the true class of each row. */
    static Calibration of(Scores probabilities, int[] truth) {
        int[] images = new int[BINS];
        int[] right = new int[BINS];
        double[] confidence = new double[BINS];
        for (int i = 0; i < truth.length; i++) {
            int prediction = probabilities.argMax(i);
            double probability = probabilities.at(i, prediction);
            int bin = bin(probability);
            images[bin]++;
            right[bin] += prediction == truth[i] ? 1 : 0;
            confidence[bin] += probability;
        }
        double error = 0;
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            // Of |B| images: |B| / N times the distance of the means.
            error += Math.abs(confidence[b] - right[b]) / truth.length;
            boolean empty = images[b] == 0;
            bins.add(new Bin(
                    (double) b / BINS,
                    (b + 1.0) / BINS,
                    images[b],
                    empty ? null : Double.valueOf(confidence[b] / images[b]),
                    empty ? null : Double.valueOf((double) right[b] / images[b])));
        }
        return new Calibration(error, bins);
    }

    /** Bins are open below and closed above; rounding may leave a probability a little above 1. */
    private static int bin(double probability) {
        return Math.max(0, Math.min(BINS, (int) Math.ceil(probability * BINS)) - 1);
    }
}
