package io.odradek.trainer.report;

import io.odradek.trainer.evaluation.Calibration;
import io.odradek.trainer.evaluation.Interval;
import io.odradek.trainer.evaluation.Mistake;
import io.odradek.trainer.plot.Canvas.Tone;
import io.odradek.trainer.plot.ConfusionChart;
import io.odradek.trainer.plot.CurveChart;
import io.odradek.trainer.plot.Picture;
import io.odradek.trainer.plot.ReliabilityChart;
import io.odradek.trainer.training.EpochMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What page and PNG files both show of a training. Pure. */
record Plots(TrainingReport report) {
    /** More would tire. */
    private static final int MOST_MISTAKES = 40;

    CurveChart cost() {
        return new CurveChart(
                "Cost by epoch",
                "cost (cross-entropy, nats per image)",
                numbers(),
                List.of(
                        new CurveChart.Series("train", Tone.TRAIN, values(EpochMetrics::trainLoss)),
                        new CurveChart.Series(heldOut(), Tone.MEASURED, values(EpochMetrics::loss))));
    }

    CurveChart accuracy() {
        return new CurveChart(
                "Accuracy by epoch",
                "accuracy (% of the " + heldOut() + " images)",
                numbers(),
                List.of(new CurveChart.Series(heldOut(), Tone.MEASURED, values(e -> e.accuracy() * 100))));
    }

    ConfusionChart confusion() {
        return new ConfusionChart(report.labels(), report.evaluation().confusion());
    }

    ReliabilityChart reliability() {
        return new ReliabilityChart(report.evaluation().calibration().bins().stream()
                .map(Plots::bin)
                .toList());
    }

    private static ReliabilityChart.Bin bin(Calibration.Bin bin) {
        @Nullable Double confidence = bin.confidence();
        @Nullable Double accuracy = bin.accuracy();
        if (confidence == null || accuracy == null) {
            return new ReliabilityChart.Bin(bin.above(), bin.upTo(), 0, 0, 0, 0, 0);
        }
        Interval interval = Interval.wilson((int) Math.round(accuracy * bin.images()), bin.images());
        return new ReliabilityChart.Bin(
                bin.above(), bin.upTo(), bin.images(), confidence, accuracy, interval.low(), interval.high());
    }

    /** The wrong answers that the net was surest of, the surest first. */
    List<Mistake> mistakes() {
        List<Mistake> all = report.evaluation().confidentMistakes();
        return all.subList(0, Math.min(MOST_MISTAKES, all.size()));
    }

    /** Index of the first test image of each class, in the order of the classes; -1 where there is none. */
    List<Integer> examples() {
        int[] first = IntStream.generate(() -> -1).limit(report.labels().size()).toArray();
        for (int i = report.test().size() - 1; i >= 0; i--) {
            first[report.test().label(i)] = i;
        }
        return IntStream.of(first).boxed().toList();
    }

    Picture picture(int image) {
        return Picture.of(report.test().image(image), report.test().input());
    }

    String heldOut() {
        return report.last().heldOut().title();
    }

    private List<Integer> numbers() {
        return report.epochs().stream().map(EpochMetrics::epoch).toList();
    }

    private List<Double> values(ToDoubleFunction<EpochMetrics> value) {
        return report.epochs().stream().mapToDouble(value).boxed().toList();
    }
}
