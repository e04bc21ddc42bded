package io.odradek.trainer.evaluation;

import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How good a classifier is on labelled images. An image's prediction is its class with the highest probability, of
 * equal ones the first; its confidence is that probability. Immutable, thread-safe. Components are named as in JSON.
 *
 * @param images number of images, at least 1
 * @param labels class names in output order
 * @param accuracy share classified rightly, 0 to 1
 * @param accuracyInterval where the accuracy lies with a confidence of 95%, as far as chance decided which images
 *     these are
 * @param ranks at position r: number of images whose true class has the probability number r + 1 from above, equal ones
 *     in output order; one number for each class
 * @param perClass figures of each class, in output order
 * @param macro means over the classes that have images
 * @param confusion {@code [truth][prediction]}: number of images
 * @param calibration whether the confidence can be taken at its word
 * @param worstConfusions the pairs of different classes with the most images, at most {@link #CONFUSIONS}; of equal ones
 *     first by truth, then by prediction, in output order; none without images
 * @param confidentMistakes the wrong predictions with the highest confidence, at most {@link #MISTAKES}; of equal ones
 *     the first image first
 */
public record Evaluation(
        int images,
        List<String> labels,
        double accuracy,
        Interval accuracyInterval,
        List<Integer> ranks,
        List<ClassFigures> perClass,
        MacroAverages macro,
        List<List<Integer>> confusion,
        Calibration calibration,
        List<Confusion> worstConfusions,
        List<Mistake> confidentMistakes) {
    /** At most so many pairs are listed. */
    public static final int CONFUSIONS = 10;

    /** At most so many mistakes are listed. */
    public static final int MISTAKES = 100;

    /** Copies the lists. */
    public Evaluation {
        labels = List.copyOf(labels);
        ranks = List.copyOf(ranks);
        perClass = List.copyOf(perClass);
        confusion = confusion.stream().map(List::copyOf).toList();
        worstConfusions = List.copyOf(worstConfusions);
        confidentMistakes = List.copyOf(confidentMistakes);
    }

    /** Runs {@code model} on {@code images} with {@code threads} threads. */
    public static Evaluation run(ModelFile model, LabelledImages images, int threads) {
        int classes = model.labels().size();
        try (OnnxSession session =
                OnnxSession.open(model.bytes(), threads, model.path().toString())) {
            Scores probabilities = session.probabilities(images, classes);
            return of(probabilities, classesOf(images), model.labels());
        }
    }

    /**
     * Counts.
     *
     * @param probabilities {@code [N, classes]}, N at least 1, none NaN
     * @param truth the true class of each row
     * @param labels name of each class
     * @throws IllegalArgumentException when their numbers do not agree
     */
    public static Evaluation of(Scores probabilities, int[] truth, List<String> labels) {
        if (truth.length == 0 || truth.length != probabilities.size() || labels.size() != probabilities.classes()) {
            throw new IllegalArgumentException(truth.length + " images with " + labels.size() + " classes, but "
                    + probabilities.size() + " rows of " + probabilities.classes() + " probabilities");
        }
        int[][] confusion = new int[labels.size()][labels.size()];
        int[] ranks = new int[labels.size()];
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            int prediction = probabilities.argMax(i);
            confusion[truth[i]][prediction]++;
            ranks[rank(probabilities, i, truth[i])]++;
            right += prediction == truth[i] ? 1 : 0;
        }
        List<ClassFigures> perClass = ClassFigures.of(confusion, labels);
        return new Evaluation(
                truth.length,
                labels,
                (double) right / truth.length,
                Interval.wilson(right, truth.length),
                Arrays.stream(ranks).boxed().toList(),
                perClass,
                MacroAverages.of(perClass),
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                Calibration.of(probabilities, truth),
                worst(confusion, labels),
                mistakes(probabilities, truth, labels));
    }

    /**
     * Share of the images whose true class is among the {@code k} with the highest probabilities, 0 to 1.
     *
     * @param k 1, which gives the accuracy, to the number of classes, which gives 1
     */
    public double topAccuracy(int k) {
        return ranks.subList(0, k).stream().mapToInt(n -> n).sum() / (double) images;
    }

    private static int[] classesOf(LabelledImages images) {
        return Arrays.stream(images.labels(0, images.size()))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** How many classes {@link Scores#argMax} would prefer to {@code c}. */
    private static int rank(Scores probabilities, int i, int c) {
        int better = 0;
        for (int other = 0; other < probabilities.classes(); other++) {
            float difference = probabilities.at(i, other) - probabilities.at(i, c);
            better += difference > 0 || (difference == 0 && other < c) ? 1 : 0;
        }
        return better;
    }

    private static List<Confusion> worst(int[][] confusion, List<String> labels) {
        List<Confusion> pairs = new ArrayList<>();
        for (int t = 0; t < confusion.length; t++) {
            int support = Arrays.stream(confusion[t]).sum();
            for (int p = 0; p < confusion.length; p++) {
                if (p != t && confusion[t][p] > 0) {
                    double share = (double) confusion[t][p] / support;
                    pairs.add(new Confusion(labels.get(t), labels.get(p), confusion[t][p], share));
                }
            }
        }
        // A stable sort: equal ones stay in output order.
        pairs.sort(Comparator.comparingInt(Confusion::images).reversed());
        return pairs.subList(0, Math.min(CONFUSIONS, pairs.size()));
    }

    private static List<Mistake> mistakes(Scores probabilities, int[] truth, List<String> labels) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            int prediction = probabilities.argMax(i);
            if (prediction != truth[i]) {
                mistakes.add(
                        new Mistake(i, labels.get(truth[i]), labels.get(prediction), probabilities.at(i, prediction)));
            }
        }
        mistakes.sort(Comparator.comparingDouble(Mistake::confidence).reversed());
        return mistakes.subList(0, Math.min(MISTAKES, mistakes.size()));
    }
}
