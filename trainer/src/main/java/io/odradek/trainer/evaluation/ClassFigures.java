package io.odradek.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well one class is found: precision, recall and F1 after van Rijsbergen, <i>Information Retrieval</i> (1979). A
 * share of nothing is null, never a silent 0.
 *
 * @param label name of the class
 * @param support number of images of this class
 * @param predicted number of images taken for this class
 * @param precision share of those taken for it that are of it; null where none was taken for it
 * @param recall share of its images that are taken for it; null where it has none
 * @param f1 harmonic mean of precision and recall, 2·right / (support + predicted): 0 where it has images and none is
 *     found; null where it has no images and none was taken for it
 */
public record ClassFigures(
        String label,
        int support,
        int predicted,
        @Nullable Double precision,
        @Nullable Double recall,
        @Nullable Double f1) {
    /** Of each class of a confusion matrix, {@code [truth][prediction]}. */
    static List<ClassFigures> of(int[][] confusion, List<String> labels) {
        List<ClassFigures> figures = new ArrayList<>();
        for (int c = 0; c < confusion.length; c++) {
            int support = 0;
            int predicted = 0;
            for (int other = 0; other < confusion.length; other++) {
                support += confusion[c][other];
                predicted += confusion[other][c];
            }
            int right = confusion[c][c];
            figures.add(new ClassFigures(
                    labels.get(c),
                    support,
                    predicted,
                    share(right, predicted),
                    share(right, support),
                    share(2 * right, support + predicted)));
        }
        return figures;
    }

    private static @Nullable Double share(int part, int whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }
}
