package io.odradek.streamer.drift;

import java.util.List;

/**
 * The bins of a statistic, with the images of the reference in each; without bins where it is not judged, because the
 * reference does not have it. Immutable.
 */
final class Scale {
    /** Of a statistic that the reference does not have. */
    static final Scale NOT_JUDGED = new Scale(new double[0], new double[0], 0);

    private static final double LOG_2 = Math.log(2);

    private final double[] edges;
    private final double[] counts;
    private final double[] bits;

    private Scale(double[] edges, double[] counts, int images) {
        this.edges = edges;
        this.counts = counts;
        this.bits = new double[counts.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Math.log(images / Math.max(Comparison.EMPTY, counts[i])) / LOG_2;
        }
    }

    /** Of shares of so many images. */
    static Scale of(List<Double> shares, int images) {
        return of(List.of(), shares, images);
    }

    /** Of shares of so many images in the bins between edges. */
    static Scale of(List<Double> edges, List<Double> shares, int images) {
        return new Scale(
                edges.stream().mapToDouble(Double::doubleValue).toArray(),
                shares.stream().mapToDouble(share -> Math.rint(share * images)).toArray(),
                images);
    }

    /** Whether it is compared. */
    boolean isJudged() {
        return counts.length > 0;
    }

    /** How many bins there are. */
    int bins() {
        return counts.length;
    }

    /** Compares a window with it, by the window's images in each bin. */
    Comparison compare(int[] window) {
        return Comparison.of(edges.length == 0 ? Comparison.Bins.GIVEN : Comparison.Bins.MEASURED, counts, window);
    }

    /** The bin of a measured number: of as many edges as are not above it. */
    int bin(double value) {
        int bin = 0;
        while (bin < edges.length && value >= edges[bin]) {
            bin++;
        }
        return bin;
    }

    /** How rare an image in this bin is: one in 2 to the power of so much; 0 where that is not judged. */
    double bits(int bin) {
        return bin >= 0 && bin < bits.length ? bits[bin] : 0;
    }
}
