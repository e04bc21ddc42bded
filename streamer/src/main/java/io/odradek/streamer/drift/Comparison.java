package io.odradek.streamer.drift;

/**
 * How far the shares of a window are from those of the reference, and how likely a difference as large is by chance.
 *
 * <p>Bins are put together with the next ones until {@link #LEAST_EXPECTED} images of the window are expected in them by
 * the reference (W. G. Cochran 1954, <i>Some methods for strengthening the common chi-square tests</i>): what is compared
 * depends on the reference alone. Bins that are empty in the reference are one, and are judged apart: chi-square says
 * nothing where nothing is expected.
 *
 * @param psi population stability index: the sum over bins of (w - r) ln(w / r), for shares w of the window and r of the
 *     reference; an empty bin counts as half an image (N. Siddiqi 2006, <i>Credit Risk Scorecards</i>: below 0.1 no
 *     change to speak of, above 0.25 a large one). At least 0
 * @param p probability that window and reference differ so much or more if both came from one distribution, 0 to 1: by
 *     Pearson's chi-square of two samples (Press et al., <i>Numerical Recipes</i>, section 14.3), and, of what the
 *     reference has not seen, by {@link #unseen}; of two tests, twice the smaller result (Bonferroni)
 */
record Comparison(double psi, double p) {
    /** Images of the window in each bin. */
    static final double LEAST_EXPECTED = 5;

    private static final double EMPTY = 0.5;

    /**
     * Compares two samples.
     *
     * @param reference images of the reference in each bin
     * @param window images of the window in each bin, as many bins
     */
    static Comparison of(double[] reference, int[] window) {
        double ofReference = 0;
        double ofWindow = 0;
        double unseen = 0;
        boolean mayBeUnseen = false;
        for (int i = 0; i < reference.length; i++) {
            ofReference += reference[i];
            ofWindow += window[i];
            if (reference[i] == 0) {
                unseen += window[i];
                mayBeUnseen = true;
            }
        }
        if (ofReference == 0 || ofWindow == 0) {
            return new Comparison(0, 1);
        }
        double[] r = new double[reference.length];
        double[] w = new double[reference.length];
        int bins = together(reference, window, LEAST_EXPECTED * ofReference / ofWindow, r, w);
        double p = bins < 2 ? 1 : chiSquare(r, w, bins);
        if (mayBeUnseen) {
            p = Math.min(1, 2 * Math.min(p, unseen(unseen, ofWindow, ofReference)));
        }
        double psi = unseen == 0 ? 0 : index(EMPTY / ofReference, unseen / ofWindow);
        for (int i = 0; i < bins; i++) {
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

    /**
     * At most so probable it is by chance that {@code images} of the window, and none of the reference, are in bins that the
     * reference left empty: dealt at random, all of them come to the window with the probability of the product of
     * (n - j) / (N + n - j), j from 0. Bins that begin where the reference ends can divide them in images + 1 ways.
     */
    static double unseen(double images, double ofWindow, double ofReference) {
        double p = images + 1;
        for (int j = 0; j < images && p > 0; j++) {
            p *= (ofWindow - j) / (ofReference + ofWindow - j);
        }
        return Math.min(1, p);
    }
}
