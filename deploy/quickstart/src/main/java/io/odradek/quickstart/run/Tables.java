package io.odradek.quickstart.run;

import io.odradek.quickstart.console.Table;
import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.Latency;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.VersionSwitch;
import io.odradek.quickstart.report.RunFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as the terminal shows them. Pure. */
final class Tables {
    private Tables() {}

    static Table scores(Scores scores) {
        List<List<String>> rows = new ArrayList<>();
        for (Scores.ClassScore c : scores.classes()) {
            rows.add(row(c.label(), c.images(), c.correct(), c.accuracy()));
        }
        rows.add(row("all", scores.images(), scores.correct(), scores.accuracy()));
        return new Table(List.of("class", "images", "correct", "accuracy"), rows);
    }

    /** The three that ought to be the same where all test images were replayed. */
    static Table accuracies(RunFigures figures) {
        Scores served = figures.scores();
        LiveAccuracy live = figures.live();
        return new Table(
                List.of("measured", "images", "correct", "accuracy"),
                List.of(
                        List.of(
                                "trainer, all test images",
                                "",
                                "",
                                share(figures.training().testAccuracy())),
                        row("as served", served.images(), served.correct(), served.accuracy()),
                        row("live, by late labels", live.images(), live.correct(), live.accuracy())));
    }

    static Table versions(VersionSwitch swap, String from, String to) {
        return new Table(
                List.of("model version", "predictions"),
                List.of(List.of(from, number(swap.before())), List.of(to, number(swap.after()))));
    }

    static String partitions(VersionSwitch swap) {
        return swap.switchedPartitions() + " of " + Quickstart.PARTITIONS + " partitions changed version once, "
                + swap.restlessPartitions() + " changed back";
    }

    static String accounting(Accounting a) {
        String line = "lost " + number(a.lost()) + ", dead letters " + number(a.deadLetters()) + ", duplicates "
                + number(a.duplicates());
        return line + ": " + number(a.predictions()) + " of " + number(a.images()) + " images have their prediction";
    }

    static String latency(Latency latency) {
        return String.format(
                Locale.ROOT,
                "latency p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms: produce to prediction received",
                latency.p50(),
                latency.p95(),
                latency.p99(),
                latency.max());
    }

    private static List<String> row(String label, int images, int correct, double accuracy) {
        return List.of(label, number(images), number(correct), share(accuracy));
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.4f", share);
    }

    private static String number(int n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
