package io.odradek.trainer.onnx;

import io.odradek.trainer.data.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * What the model answers on held-out images, to recognise drift by: {@code odradek.reference}.
 *
 * @param images number of held-out images
 * @param classShares share of images predicted as each class; sums to 1
 * @param confidenceHistogram share of images whose highest probability lies in each of ten equal bins from 0 to 1;
 *     sums to 1
 */
public record Reference(int images, List<Double> classShares, List<Double> confidenceHistogram) {
    private static final int BINS = 10;

    /** Copies the lists. */
    public Reference {
        classShares = List.copyOf(classShares);
        confidenceHistogram = List.copyOf(confidenceHistogram);
    }

    /** Counts over all rows of {@code probabilities}, at least one. */
    public static Reference of(Scores probabilities) {
        int[] classes = new int[probabilities.classes()];
        int[] bins = new int[BINS];
        for (int i = 0; i < probabilities.size(); i++) {
            int predicted = probabilities.argMax(i);
            classes[predicted]++;
            bins[Math.min(BINS - 1, (int) (probabilities.at(i, predicted) * BINS))]++;
        }
        return new Reference(
                probabilities.size(), shares(classes, probabilities.size()), shares(bins, probabilities.size()));
    }

    private static List<Double> shares(int[] counts, int total) {
        return Arrays.stream(counts).mapToObj(c -> (double) c / total).toList();
    }
}
