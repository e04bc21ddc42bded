package io.odradek.streamer.cli;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.history.Gone;
import io.odradek.streamer.replay.Accuracy;
import io.odradek.streamer.replay.Change;
import io.odradek.streamer.replay.Difference;
import io.odradek.streamer.replay.Report;
import io.odradek.streamer.replay.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a replay found, for people.
 *
 * @param report what was found
 */
record ReplayView(Report report) {
    /** Of the changes, in the table. */
    static final int SHOWN = 20;

    /** Of classes that only one model has, in a line. */
    private static final int NAMED = 20;

    private static final double PERCENT = 100;
    private static final double LEAST_SHOWN = 0.0001;

    /** Tables, what is to be said about them, and the verdict in the last line. */
    String text() {
        StringBuilder text = new StringBuilder(partitions()).append('\n');
        Difference difference = report.difference();
        if (!difference.changes().isEmpty()) {
            text.append(changes()).append('\n');
        }
        lines().forEach(line -> text.append(line).append('\n'));
        return text.append(verdict()).append('\n').toString();
    }

    private String partitions() {
        Table table = new Table("PARTITION", "FROM", "TO", "IMAGES", "CLASSIFIED", "REJECTED");
        report.partitions()
                .forEach(part -> table.row(
                        part.partition().toString(),
                        number(part.range().from()),
                        number(part.next()),
                        number(part.images()),
                        number(part.classified()),
                        number(part.rejected())));
        table.row(
                "all",
                "",
                "",
                number(report.read()),
                number(report.classified()),
                number(report.read() - report.classified()));
        return table.toString();
    }

    private String changes() {
        Table table = new Table("VERSION THEN", "THEN", "NOW", "IMAGES", "CONFIDENCE THEN", "CONFIDENCE NOW");
        report.difference().changes().stream().limit(SHOWN).forEach(entry -> {
            Change change = entry.getKey();
            Tally tally = entry.getValue();
            table.row(
                    OneLine.of(change.version()),
                    OneLine.of(change.then()),
                    OneLine.of(change.now()),
                    number(tally.images()),
                    String.format(Locale.ROOT, "%.3f", tally.confidenceThen()),
                    String.format(Locale.ROOT, "%.3f", tally.confidenceNow()));
        });
        return table.toString();
    }

    private List<String> lines() {
        Difference difference = report.difference();
        List<String> lines = new ArrayList<>();
        if (difference.changes().size() > SHOWN) {
            lines.add("and " + number(difference.changes().size() - (long) SHOWN)
                    + " more changes, all of them in --json");
        }
        note(lines, difference.furtherChanged(), "changed images are of further pairs, which are not told one by one");
        report.rejected().forEach((reason, count) -> lines.add(number(count) + " rejected: " + reason));
        if (difference.accuracy().images() > 0) {
            lines.addAll(accuracy(difference.accuracy()));
        }
        note(lines, difference.unknownTruths(), "true labels are no classes of the model, and count as mistakes of it");
        note(lines, report.unusableLabels(), "records among the true labels are none");
        difference
                .versions()
                .forEach((version, counts) -> lines.add("of those by " + OneLine.of(version) + ": "
                        + number(counts.same()) + " the same, " + number(counts.changed()) + " changed"));
        if (difference.hasOtherClasses()) {
            lines.add("the model has other classes than one of then; only then: " + names(difference.onlyThen())
                    + "; only now: " + names(difference.onlyNow()));
        }
        note(lines, difference.rejectedNow(), "had a prediction then and are rejected now");
        note(lines, report.withoutThen(), "have no prediction of then" + lost());
        note(lines, difference.unidentified(), "records in topic " + report.predictions() + " are no predictions");
        report.gone().forEach(gone -> lines.add(gone(gone)));
        if (report.isStopped()) {
            lines.add("stopped; go on with --from " + next());
        }
        if (!report.output().isEmpty()) {
            lines.add("predictions are in " + report.output());
        }
        return lines;
    }

    private static List<String> accuracy(Accuracy accuracy) {
        return List.of(
                number(accuracy.images()) + " of those have a true label: accuracy then " + share(accuracy.then())
                        + ", now " + share(accuracy.now()),
                "right only then: " + number(accuracy.onlyThen()) + ", only now: " + number(accuracy.onlyNow())
                        + "; McNemar's test: p "
                        + (accuracy.mcNemar() < LEAST_SHOWN
                                ? "< 0.0001"
                                : String.format(Locale.ROOT, "= %.4f", accuracy.mcNemar())));
    }

    /** With its 95% interval. */
    private static String share(Accuracy.Share share) {
        return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", share.share(), share.low(), share.high());
    }

    private String lost() {
        return report.predictionsGone() ? "; retention has removed predictions, theirs may be among them" : "";
    }

    private static String gone(Gone gone) {
        return gone
                + (gone.isCertain()
                        ? " are gone: retention has removed them"
                        : " are gone and may have been of the range");
    }

    private String next() {
        return report.partitions().stream()
                .map(part -> part.partition().partition() + ":" + part.next())
                .collect(Collectors.joining(","));
    }

    private static void note(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add(number(count) + " " + what);
        }
    }

    private static String names(Collection<String> labels) {
        return labels.isEmpty()
                ? "none that was seen"
                : labels.stream().limit(NAMED).map(OneLine::of).collect(Collectors.joining(", "))
                        + (labels.size() > NAMED ? ", ..." : "");
    }

    private String verdict() {
        Difference difference = report.difference();
        String counts = "by " + report.model() + ": " + number(difference.changedImages()) + " of "
                + number(difference.compared()) + " labels changed"
                + (difference.compared() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (%.2f%%)",
                                PERCENT * difference.changedImages() / difference.compared()));
        if (report.isComplete()) {
            return counts;
        }
        return "NOT the whole range (" + (report.isStopped() ? "stopped" : "retention has removed part of it") + "), "
                + counts;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
