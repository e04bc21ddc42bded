package io.odradek.streamer.drift;

import java.util.Arrays;

/**
 * How far the shares of a window are from those of the reference, and how likely a difference as large is by chance.
 *
 * <p>Bins are put together with the next ones until the reference has {@link #LEAST_EXPECTED} images in them, and as many
 * of the window are expected (W. G. Cochran 1954, <i>Some methods for strengthening the common chi-square tests</i>): what
 * is compared depends on the reference alone. Bins that are empty in the reference are one, and are judged apart:
 * chi-square says nothing where nothing is expected.
 *
 * @param psi population stability index: the sum over bins of (w - r) ln(w / r), for shares w of the window and r of the
 *     reference; an empty bin counts as half an image (N. Siddiqi 2006, <i>Credit Risk Scorecards</i>: below 0.1 no
 *     change to speak of, above 0.25 a large one). At least 0
 * @param p probability that window and reference differ so much or more if both came from one distribution, 0 to 1: by
 *     Pearson's chi-square of two samples (Press et al., <i>Numerical Recipes</i>, section 14.3), and, of what the
 *     reference has not seen, by {@link Bins#unseen}; of two tests, twice the smaller result (Bonferroni)
 */
record Comparison(double psi, double p) {
    /** Images of the window, and of the reference, in each bin. */
    static final double LEAST_EXPECTED = 5;

    /** An empty bin counts as so many images. */
    static final double EMPTY = 0.5;

    /** Where the bins come from. It tells how many sets of them chance could have left empty in the reference. */
    enum Bins {
        /** They are there without any image: classes, formats, tenths. */
        GIVEN {
            @Override
            double unseen(int[] images, double ofWindow, double ofReference) {
                int[] rising = Arrays.stream(images).sorted().toArray();
                int bins = images.length;
                double sets = Math.log(bins);
                double dealt = 0;
                double least = 0;
                int sum = 0;
                for (int d = 1; d <= bins && rising[bins - d] > 0; d++) {
                    sets += Math.log(bins - d + 1) - Math.log(d);
                    dealt += dealt(sum, sum + rising[bins - d], ofWindow, ofReference);
                    sum += rising[bins - d];
                    least = Math.min(least, sets + dealt);
                }
                return Math.exp(least);
            }
        },
        /** They lie between the reference's own images, so that only those beyond its least and greatest are empty. */
        MEASURED {
            @Override
            double unseen(int[] images, double ofWindow, double ofReference) {
                int sum = Arrays.stream(images).sum();
                return Math.min(1, Math.exp(Math.log(sum + 1) + dealt(0, sum, ofWindow, ofReference)));
            }
        };

        /**
         * At most so probable it is by chance that images of the window, and none of the reference, are in bins like these.
         *
         * <p>Dealt at random, all images of a set of bins come to the window with the probability q, the product of
         * (n - j) / (N + n - j), j from 0 to their number less 1. Which bins are such a set is found only afterwards, so
         * each that could have been counts (Boole's inequality): of n images beyond the ends of what was measured, n + 1
         * ways to divide them; of K given bins, the C(K, d) sets of d bins, for each d from 1 to K a K-th of the chance.
         * Of these the least result counts, K C(K, d) q for the d fullest bins.
         *
         * @param images of the window in each bin, 0 in those that the reference has seen
         */
        abstract double unseen(int[] images, double ofWindow, double ofReference);

        /** The logarithm of a part of the product. */
        private static double dealt(int from, int to, double ofWindow, double ofReference) {
            double sum = 0;
            for (int j = from; j < to; j++) {
                sum += Math.log((ofWindow - j) / (ofReference + ofWindow - j));
            }
            return sum;
        }
    }

    /**
     * Compares two samples.
     *
     * @param reference images of the reference in each bin
     * @param window images of the window in each bin, as many bins
     */
    static Comparison of(Bins bins, double[] reference, int[] window) {
        double ofReference = 0;
        double ofWindow = 0;
        int[] unseen = new int[window.length];
        boolean mayBeUnseen = false;
        for (int i = 0; i < reference.length; i++) {
            ofReference += reference[i];
            ofWindow += window[i];
            if (reference[i] == 0) {
                unseen[i] = window[i];
                mayBeUnseen = true;
            }
        }
        if (ofReference == 0 || ofWindow == 0) {
            return new Comparison(0, 1);
        }
        double[] r = new double[reference.length];
        double[] w = new double[reference.length];
        int compared = together(reference, window, LEAST_EXPECTED * Math.max(1, ofReference / ofWindow), r, w);
        double p = compared < 2 ? 1 : chiSquare(r, w, compared);
        if (mayBeUnseen) {
            p = Math.min(1, 2 * Math.min(p, bins.unseen(unseen, ofWindow, ofReference)));
        }
        int notSeen = Arrays.stream(unseen).sum();
        double psi = notSeen == 0 ? 0 : index(EMPTY / ofReference, notSeen / ofWindow);
        for (int i = 0; i < compared; i++) {
            psi += index(Math.max(r[i], EMPTY) / ofReference, Math.max(w[i], EMPTY) / ofWindow);
        }
        return new Comparison(psi, p);
    }

    /** Fills bins of at least {@code least} images of the reference, and tells how many; what is left joins the last. */
    private static int together(double[] reference, int[] window, double least, double[] r, double[] w) {
        int bins = 0;
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] > 0) {
                r[bins] += reference[i];
                w[bins] += window[i];
                bins += r[bins] >= least ? 1 : 0;
            }
        }
        if (bins > 0 && bins < r.length) {
            r[bins - 1] += r[bins];
            w[bins - 1] += w[bins];
        }
        // All of it is less than one bin.
        return Math.max(1, bins);
    }

    private static double index(double reference, double window) {
        return (window - reference) * Math.log(window / reference);
    }

    private static double chiSquare(double[] r, double[] w, int bins) {
        double ofReference = 0;
        double ofWindow = 0;
        for (int i = 0; i < bins; i++) {
            ofReference += r[i];
            ofWindow += w[i];
        }
        if (ofWindow == 0) {
            return 1;
        }
        double up = Math.sqrt(ofWindow / ofReference);
        double sum = 0;
        for (int i = 0; i < bins; i++) {
            double difference = up * r[i] - w[i] / up;
            sum += difference * difference / (r[i] + w[i]);
        }
        return ChiSquare.upperTail(sum, bins - 1);
    }
}
