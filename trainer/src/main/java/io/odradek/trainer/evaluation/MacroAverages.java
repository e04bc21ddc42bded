package io.odradek.trainer.evaluation;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Means over the classes that have images, each counting the same however many it has. Images taken for a class without
 * images lower the recall of their own.
 *
 * @param classes number of classes that have images, at least 1
 * @param predictedClasses how many of them any image was taken for
 * @param precision mean over those {@code predictedClasses}, the only ones that have a precision; null where that is none
 * @param recall mean over {@code classes}, also called balanced accuracy
 * @param f1 mean over {@code classes} of each one's F1, not the F1 of the means
 */
public record MacroAverages(
        int classes, int predictedClasses, @Nullable Double precision, double recall, double f1) {
    /** Over figures of which one at least has images. */
    static MacroAverages of(List<ClassFigures> perClass) {
        List<ClassFigures> present =
                perClass.stream().filter(c -> c.support() > 0).toList();
        List<Double> precisions = defined(present, ClassFigures::precision);
        return new MacroAverages(
                present.size(),
                precisions.size(),
                precisions.isEmpty() ? null : Double.valueOf(mean(precisions)),
                mean(defined(present, ClassFigures::recall)),
                mean(defined(present, ClassFigures::f1)));
    }

    private static List<Double> defined(List<ClassFigures> figures, Function<ClassFigures, @Nullable Double> figure) {
        return figures.stream().map(figure).filter(Objects::nonNull).toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(d -> d).average().orElseThrow();
    }
}
