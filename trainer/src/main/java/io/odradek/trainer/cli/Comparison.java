package io.odradek.trainer.cli;

import io.odradek.trainer.training.EpochMetrics;
import java.util.List;
import java.util.Locale;

/**
 * Two trainings side by side, epoch by epoch.
 *
 * @param first name of a recipe
 * @param firstEpochs what it brought
 * @param second name of another recipe
 * @param secondEpochs what that brought, of the same number of epochs, measured on the same images
 */
record Comparison(String first, List<EpochMetrics> firstEpochs, String second, List<EpochMetrics> secondEpochs) {
    private static final String NAMES = "       %-31s  %s%n";
    private static final String ROW = "%5s %8s %10s %10s  %9s %10s %10s%n";

    /** A table of lines, ended each. */
    String table() {
        String heldOut = firstEpochs.get(0).heldOut().title();
        StringBuilder table = new StringBuilder(NAMES.formatted(first, second));
        table.append(ROW.formatted("", "train", heldOut, heldOut, "train", heldOut, heldOut));
        table.append(ROW.formatted("epoch", "loss", "loss", "accuracy", "loss", "loss", "accuracy"));
        for (int i = 0; i < Math.min(firstEpochs.size(), secondEpochs.size()); i++) {
            EpochMetrics one = firstEpochs.get(i);
            EpochMetrics other = secondEpochs.get(i);
            table.append(ROW.formatted(
                    one.epoch(),
                    number(one.trainLoss()),
                    number(one.loss()),
                    number(one.accuracy()),
                    number(other.trainLoss()),
                    number(other.loss()),
                    number(other.accuracy())));
        }
        return table.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
