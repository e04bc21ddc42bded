package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.evaluation.ClassFigures;
import io.odradek.trainer.evaluation.Confusion;
import io.odradek.trainer.evaluation.Evaluation;
import io.odradek.trainer.evaluation.MacroAverages;
import io.odradek.trainer.evaluation.Mistake;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An evaluation as text. Not thread-safe. */
final class EvaluationTable {
    /** A matrix of more classes fits on no terminal. */
    private static final int MATRIX_CLASSES = 20;

    private static final int MISTAKES = 5;
    private static final int LONGEST_NAME = 24;

    private final Evaluation evaluation;
    private final List<String> imageNames;
    private final StringBuilder text = new StringBuilder();
    private final int width;

    /** @param imageNames what to call each image */
    EvaluationTable(Evaluation evaluation, List<String> imageNames) {
        this.evaluation = evaluation;
        this.imageNames = imageNames;
        this.width = evaluation.labels().stream()
                .mapToInt(label -> shortened(label).length())
                .max()
                .orElseThrow();
    }

    /** All lines, ended each. */
    String text(int topK) {
        line(
                "accuracy        %.4f  (95%% interval %.4f to %.4f)",
                evaluation.accuracy(),
                evaluation.accuracyInterval().low(),
                evaluation.accuracyInterval().high());
        line("%-14s  %.4f", "top-" + topK + " accuracy", evaluation.topAccuracy(topK));
        line(
                "calibration     %.4f  (expected calibration error; 0: each confidence is deserved)",
                evaluation.calibration().error());
        addClasses();
        addMatrix();
        addConfusions();
        addMistakes();
        return text.toString();
    }

    private void addClasses() {
        line("");
        line("%s  precision  recall      F1  images", padded("class"));
        List<ClassFigures> seen = evaluation.perClass().stream()
                .filter(c -> c.support() + c.predicted() > 0)
                .toList();
        for (ClassFigures c : seen) {
            line(
                    "%s  %9s  %6s  %6s  %6s",
                    padded(c.label()), share(c.precision()), share(c.recall()), share(c.f1()), count(c.support()));
        }
        MacroAverages macro = evaluation.macro();
        line(
                "%s  %9s  %6s  %6s  %6s",
                padded("mean"),
                share(macro.precision()),
                share(macro.recall()),
                share(macro.f1()),
                count(evaluation.images()));
        int unseen = evaluation.labels().size() - seen.size();
        if (unseen > 0) {
            line("%,d more classes have no images, and none was taken for them", unseen);
        }
        if (macro.predictedClasses() < macro.classes()) {
            line(
                    "the mean precision is over the %,d classes with images that any was taken for, of %,d",
                    macro.predictedClasses(), macro.classes());
        }
    }

    private void addMatrix() {
        int classes = evaluation.labels().size();
        line("");
        if (classes > MATRIX_CLASSES) {
            line("confusion matrix of %,d classes: see --json", classes);
            return;
        }
        int most = evaluation.confusion().stream()
                .flatMap(List::stream)
                .mapToInt(n -> n)
                .max()
                .orElseThrow();
        String cell = "%" + (Math.max(Integer.toString(most).length(), 2) + 2) + "d";
        StringBuilder head = new StringBuilder(padded("taken for")).append("   ");
        for (int c = 0; c < classes; c++) {
            head.append(cell.formatted(c));
        }
        line("%s", head);
        for (int t = 0; t < classes; t++) {
            StringBuilder row = new StringBuilder(padded(evaluation.labels().get(t))).append("%3d".formatted(t));
            evaluation.confusion().get(t).forEach(n -> row.append(cell.formatted(n)));
            line("%s", row);
        }
    }

    private void addConfusions() {
        if (!evaluation.worstConfusions().isEmpty()) {
            line("");
            line("worst confusions");
        }
        for (Confusion pair : evaluation.worstConfusions()) {
            line(
                    "%7s  %s taken for %s, %.1f%% of its images",
                    count(pair.images()), shortened(pair.truth()), shortened(pair.prediction()), 100 * pair.share());
        }
    }

    private void addMistakes() {
        if (!evaluation.confidentMistakes().isEmpty()) {
            line("");
            line("most confident mistakes");
        }
        evaluation.confidentMistakes().stream().limit(MISTAKES).forEach(this::addMistake);
    }

    private void addMistake(Mistake mistake) {
        line(
                "%7.4f  %s: %s taken for %s",
                mistake.confidence(),
                TrainerException.printable(imageNames.get(mistake.image())),
                shortened(mistake.truth()),
                shortened(mistake.prediction()));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private String padded(String label) {
        return shortened(label)
                + " ".repeat(Math.max(0, Math.max(width, 9) - shortened(label).length()));
    }

    private static String shortened(String label) {
        String clean = TrainerException.printable(label);
        return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static String share(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.4f", share);
    }

    private static String count(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
