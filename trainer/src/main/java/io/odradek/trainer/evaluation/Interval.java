package io.odradek.trainer.evaluation;

/**
 * A range of shares that holds the true one with a confidence of 95%.
 *
 * @param low 0 to 1
 * @param high 0 to 1, at least {@code low}
 */
public record Interval(double low, double high) {
    /** 97.5% of the standard normal distribution lie below. */
    private static final double Z = 1.959963984540054;

    /**
     * The score interval of Wilson, <i>Probable inference, the law of succession, and statistical inference</i> (1927):
     * the shares p for which {@code right} differs from {@code n·p} by at most 1.96 standard deviations. It stays within
     * 0 to 1 and has a width also where all or none are right.
     *
     * @param right 0 to {@code n}
     * @param n at least 1
     */
    public static Interval wilson(int right, int n) {
        double share = (double) right / n;
        double centre = share + Z * Z / (2 * n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
        double scale = 1 + Z * Z / n;
        return new Interval(Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale));
    }
}
