package io.odradek.quickstart.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How often the predictions were right.
 *
 * @param labels the class names in the model's order
 * @param confusion images of true class r that were predicted as class c, at {@code [r][c]}
 */
public record Scores(List<String> labels, int[][] confusion) {
    /**
     * One class.
     *
     * @param label its name
     * @param images images that truly are of it
     * @param correct of those, predicted as it
     */
    public record ClassScore(String label, int images, int correct) {
        /** Correct of all its images, 0 to 1; 0 when there was none. */
        public double accuracy() {
            return images == 0 ? 0 : (double) correct / images;
        }
    }

    /**
     * Compares predictions with the truth.
     *
     * @param labels the class names in the model's order
     * @param predictions one for each image
     * @param truth the true class of every image that is predicted here
     * @throws IllegalArgumentException for a class that is not among {@code labels}, or an image without truth
     */
    public static Scores of(List<String> labels, Collection<Prediction> predictions, Map<Source, String> truth) {
        int[][] confusion = new int[labels.size()][labels.size()];
        for (Prediction prediction : predictions) {
            String expected = truth.get(prediction.source());
            if (expected == null) {
                throw new IllegalArgumentException("no true label is known for " + prediction.source());
            }
            confusion[index(labels, expected)][index(labels, prediction.label())]++;
        }
        return new Scores(List.copyOf(labels), confusion);
    }

    /** Images in all. */
    public int images() {
        return classes().stream().mapToInt(ClassScore::images).sum();
    }

    /** Images predicted correctly. */
    public int correct() {
        return classes().stream().mapToInt(ClassScore::correct).sum();
    }

    /** Correct of all images, 0 to 1; 0 when there was none. */
    public double accuracy() {
        return images() == 0 ? 0 : (double) correct() / images();
    }

    /** One entry a class, in the model's order. */
    public List<ClassScore> classes() {
        return IntStream.range(0, labels.size())
                .mapToObj(c -> new ClassScore(
                        labels.get(c), Arrays.stream(confusion[c]).sum(), confusion[c][c]))
                .toList();
    }

    private static int index(List<String> labels, String label) {
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException("label \"" + label + "\" is none of the model's " + labels);
        }
        return index;
    }
}
