package io.odradek.trainer.report;

/**
 * Where a share lies that was measured on some images, had there been others of the same kind: Wilson's score interval
 * at 95% (E. B. Wilson, 1927), which never leaves 0 to 1.
 *
 * @param low 0 to 1
 * @param high 0 to 1
 */
record Interval(double low, double high) {
    /** Normal quantile of 0.975. */
    private static final double Z = 1.959964;

    /**
     * The interval of a share.
     *
     * @param share 0 to 1
     * @param images at least 1
     */
    static Interval of(double share, int images) {
        double z2 = Z * Z / images;
        double middle = (share + z2 / 2) / (1 + z2);
        double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / images + z2 / (4.0 * images));
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
