package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.dataset.ReadListener;
import io.odradek.trainer.dataset.TestSet;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.onnx.ImageClassifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a classifier says about a test set.
 *
 * @param evaluation of its probabilities
 * @param names what to call each evaluated image
 * @param skipped a line for each image that could not be read
 * @param softmax whether its outputs were no probabilities and softmax was applied
 */
record EvaluationRun(Evaluation evaluation, List<String> names, List<String> skipped, boolean softmax) {
    /** Images are read and classified so many at a time: pixels of at most some 32 MiB. */
    private static final int STRETCH_BYTES = 32 << 20;

    private static final int MOST_IMAGES = 500;

    /**
     * Classifies all images.
     *
     * @throws TrainerException when an image cannot be read, or the classifier fails or gives no numbers
     */
    static EvaluationRun of(ImageClassifier classifier, TestSet images, ReadListener progress)
            throws InterruptedException {
        ImageClassifier.Description description = classifier.description();
        int classes = description.labels().size();
        int stretch = Math.max(
                1, Math.min(MOST_IMAGES, STRETCH_BYTES / description.input().bytes()));
        float[] rows = new float[Math.multiplyExact(images.size(), classes)];
        int[] truth = new int[images.size()];
        List<String> names = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (int from = 0; from < images.size(); from += stretch) {
            int to = Math.min(from + stretch, images.size());
            TestSet.Stretch some = images.read(from, to);
            Scores scores = classifier.run(some.pixels());
            requireNumbers(description.name(), scores, some.names());
            System.arraycopy(scores.values(), 0, rows, names.size() * classes, scores.values().length);
            System.arraycopy(some.truth(), 0, truth, names.size(), some.truth().length);
            names.addAll(some.names());
            skipped.addAll(some.skipped());
            progress.onRead("images", to, images.size());
        }
        if (names.isEmpty()) {
            throw new TrainerException(
                    "none of the " + images.size() + " images can be read, the first is " + skipped.get(0));
        }
        Scores all = new Scores(Arrays.copyOf(rows, names.size() * classes), classes);
        boolean softmax = !all.areProbabilities();
        Scores probabilities = softmax ? all.softmax() : all;
        int[] known = Arrays.copyOf(truth, names.size());
        return new EvaluationRun(Evaluation.of(probabilities, known, description.labels()), names, skipped, softmax);
    }

    private static void requireNumbers(String model, Scores scores, List<String> names) {
        int row = scores.firstNotFinite();
        if (row >= 0) {
            throw new TrainerException(model + " gives no finite numbers for " + names.get(row)
                    + "; if scale, mean and std are those it was trained with, the model is broken");
        }
    }
}
