package io.odradek.trainer.evaluation;

import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.onnx.OnnxSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How good a model is on labelled images.
 *
 * @param images number of images
 * @param accuracy share classified rightly, 0 to 1
 * @param classAccuracy share of each class's images classified rightly, 0 to 1; 0 where there is none
 * @param confusion {@code [truth][prediction]}: number of images
 */
public record Evaluation(int images, double accuracy, List<Double> classAccuracy, List<List<Integer>> confusion) {
    /** Copies the lists. */
    public Evaluation {
        classAccuracy = List.copyOf(classAccuracy);
        confusion = confusion.stream().map(List::copyOf).toList();
    }

    /** Runs {@code model} on {@code images} with {@code threads} threads. */
    public static Evaluation run(ModelFile model, LabelledImages images, int threads) {
        int classes = model.labels().size();
        try (OnnxSession session =
                OnnxSession.open(model.bytes(), threads, model.path().toString())) {
            return of(session.probabilities(images, classes), images);
        }
    }

    /** Counts right and wrong. */
    public static Evaluation of(Scores scores, LabelledImages truth) {
        int[][] counts = new int[scores.classes()][scores.classes()];
        for (int i = 0; i < scores.size(); i++) {
            counts[truth.label(i)][scores.argMax(i)]++;
        }
        List<Double> classAccuracy = new ArrayList<>();
        List<List<Integer>> confusion = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            int total = Arrays.stream(counts[c]).sum();
            classAccuracy.add(total == 0 ? 0 : (double) counts[c][c] / total);
            confusion.add(Arrays.stream(counts[c]).boxed().toList());
        }
        return new Evaluation(scores.size(), scores.accuracy(truth), classAccuracy, confusion);
    }
}
