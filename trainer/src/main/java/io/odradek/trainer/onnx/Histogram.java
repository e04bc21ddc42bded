package io.odradek.trainer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shares of images by the bins of a measured number: about as many images in each, so that a shift is seen wherever the
 * numbers lie, and an empty bin at either end for what is beyond all of them.
 *
 * @param edges rising, 2 to 11: below the least number, between tenths of the images where their numbers differ, above
 *     the greatest. A number lies in the bin of as many edges as are not above it
 * @param shares one more than edges; they sum to 1
 */
public record Histogram(List<Double> edges, List<Double> shares) {
    private static final int TENTHS = 10;

    /** Copies the lists. */
    public Histogram {
        edges = List.copyOf(edges);
        shares = List.copyOf(shares);
    }

    /**
     * Of these numbers, at least one.
     *
     * @param margin how far beyond the least and the greatest number the outer edges are, above 0
     */
    static Histogram of(double[] numbers, double margin) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        List<Double> edges = edges(sorted, margin);
        int[] counts = new int[edges.size() + 1];
        for (double number : numbers) {
            counts[bin(edges, number)]++;
        }
        return new Histogram(
                edges,
                Arrays.stream(counts).mapToObj(c -> (double) c / numbers.length).toList());
    }

    private static List<Double> edges(double[] sorted, double margin) {
        List<Double> edges = new ArrayList<>();
        edges.add(sorted[0] - margin);
        for (int tenth = 1; tenth < TENTHS; tenth++) {
            int at = (int) ((long) sorted.length * tenth / TENTHS);
            int above = at;
            // Equal numbers go into one bin, and no edge is a number itself: it would be a matter of the last bit.
            while (above < sorted.length && (above == 0 || sorted[above] <= sorted[above - 1])) {
                above++;
            }
            if (above < sorted.length) {
                double edge = (sorted[above - 1] + sorted[above]) / 2;
                if (edge > edges.get(edges.size() - 1)) {
                    edges.add(edge);
                }
            }
        }
        edges.add(sorted[sorted.length - 1] + margin);
        return edges;
    }

    private static int bin(List<Double> edges, double number) {
        int bin = 0;
        while (bin < edges.size() && number >= edges.get(bin)) {
            bin++;
        }
        return bin;
    }
}
