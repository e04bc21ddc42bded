package io.odradek.streamer.replay;

/**
 * How often two models are right about the same images.
 *
 * @param bothRight images of which both are
 * @param onlyThen images of which only the one of then is
 * @param onlyNow images of which only the one of now is
 * @param bothWrong images of which none is
 */
public record Accuracy(long bothRight, long onlyThen, long onlyNow, long bothWrong) {
    static final Accuracy NONE = new Accuracy(0, 0, 0, 0);

    /** Of the standard normal distribution, for 95%. */
    private static final double Z = 1.959964;

    /**
     * A share and its 95% interval by Wilson (Probable inference, the law of succession, and statistical inference, Journal
     * of the American Statistical Association 22, 1927).
     *
     * @param share 0 to 1; NaN of no image
     * @param low of the interval
     * @param high of the interval
     */
    public record Share(double share, double low, double high) {
        static Share of(long right, long images) {
            double p = (double) right / images;
            double z2 = Z * Z / images;
            double middle = p + z2 / 2;
            double half = Z * Math.sqrt(p * (1 - p) / images + z2 / (4 * images));
            return new Share(p, Math.max(0, (middle - half) / (1 + z2)), Math.min(1, (middle + half) / (1 + z2)));
        }
    }

    Accuracy and(boolean then, boolean now) {
        return and(new Accuracy(then && now ? 1 : 0, then && !now ? 1 : 0, now && !then ? 1 : 0, then || now ? 0 : 1));
    }

    Accuracy and(Accuracy other) {
        return new Accuracy(
                bothRight + other.bothRight,
                onlyThen + other.onlyThen,
                onlyNow + other.onlyNow,
                bothWrong + other.bothWrong);
    }

    /** Images with a label of then, one of now, and a true one. */
    public long images() {
        return bothRight + onlyThen + onlyNow + bothWrong;
    }

    /** Of the model of then. */
    public Share then() {
        return Share.of(bothRight + onlyThen, images());
    }

    /** Of the model of now. */
    public Share now() {
        return Share.of(bothRight + onlyNow, images());
    }

    /**
     * How probable a difference as large as this one, or larger, is where both are right equally often: McNemar's test (Note
     * on the sampling error of the difference between correlated proportions or percentages, Psychometrika 12, 1947),
     * two-sided, by the binomial distribution, exact.
     *
     * @return 0 to 1; 1 where they are right about the same images
     */
    public double mcNemar() {
        long n = onlyThen + onlyNow;
        long k = Math.min(onlyThen, onlyNow);
        // The logarithm of C(n, k) / 2^n, then each smaller k by its ratio to the one before.
        double log = -n * Math.log(2);
        for (long i = 1; i <= k; i++) {
            log += Math.log((double) (n - k + i) / i);
        }
        double sum = 0;
        double term = 1;
        for (long i = k; i >= 0 && term > 1e-18; i--) {
            sum += term;
            term *= (double) i / (n - i + 1);
        }
        return Math.min(1, 2 * Math.exp(log) * sum);
    }
}
