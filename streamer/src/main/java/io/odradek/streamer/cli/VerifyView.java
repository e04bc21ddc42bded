package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.verify.Counts;
import io.odradek.streamer.verify.Fault;
import io.odradek.streamer.verify.PartitionAccount;
import io.odradek.streamer.verify.Report;
import io.odradek.streamer.verify.SampleAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An account for people, and for programs.
 *
 * @param report what was found
 * @param group whose progress tells lost from pending
 */
record VerifyView(Report report, String group) {
    /** A table, what is to be said about it, and the verdict in the last line. */
    String text() {
        Table table = new Table(
                "PARTITION",
                "INPUTS",
                "PREDICTED",
                "DEAD LETTERS",
                "PENDING",
                "UNKNOWN",
                "LOST",
                "REPEATED",
                "BOTH",
                "OUT OF ORDER",
                "STRANGE");
        report.partitions()
                .forEach(partition -> row(table, partition.partition().toString(), partition.counts()));
        row(table, "all", report.total());
        StringBuilder text = new StringBuilder(table.toString()).append('\n');
        notes().forEach(note -> text.append(note).append('\n'));
        return text.append(verdict()).append('\n').toString();
    }

    private static void row(Table table, String name, Counts counts) {
        List<String> cells = new ArrayList<>(List.of(
                name,
                number(counts.inputs()),
                number(counts.predicted()),
                number(counts.deadLettered()),
                number(counts.pending()),
                number(counts.unknown())));
        for (Fault fault : Fault.values()) {
            cells.add(number(counts.of(fault)));
        }
        table.row(cells.toArray(new String[0]));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if (!report.named(fault).isEmpty()) {
                notes.add(fault.words() + ": "
                        + report.named(fault).stream().map(Object::toString).collect(Collectors.joining(", "))
                        + (report.total().of(fault) > report.named(fault).size() ? ", ..." : ""));
            }
        }
        if (!report.exactlyOnce() && report.total().of(Fault.REPEATED) > 0) {
            notes.add("at_least_once may repeat an answer");
        }
        note(
                notes,
                report.total().unknown(),
                "unknown: no answer is there, and retention may have removed it; to leave them out begin later, with --from");
        if (!report.partitions().isEmpty()
                && report.partitions().stream().allMatch(partition -> partition.committed() == null)) {
            notes.add("group " + OneLine.of(group)
                    + " has committed nothing: how far it came is told by the answers (is it the"
                    + " odradek.application.id of the streamers?)");
        }
        note(notes, report.removed(), "answers to images that retention or compaction has removed, not counted");
        note(notes, report.foreign(), "answers to images of other topics, not counted");
        note(notes, report.unidentified(), "records among the answers that do not say what they answer");
        if (report.sample() != null) {
            sample(notes, report.sample());
        }
        return notes;
    }

    private static void note(List<String> notes, long count, String what) {
        if (count > 0) {
            notes.add(number(count) + " " + what);
        }
    }

    private static void sample(List<String> notes, SampleAccount sample) {
        notes.add(number(sample.sampled()) + " answers asked for again: " + number(sample.agree()) + " agree, "
                + number(sample.differ()) + " differ, " + number(sample.modelGone())
                + " that cannot be told");
        sample.differing().forEach(answer -> notes.add("  " + answer));
        sample.notes().forEach(note -> notes.add("  " + note));
    }

    private String verdict() {
        long pending = report.total().pending();
        return (report.isAccountedFor()
                        ? "all is accounted for"
                        : "NOT all is accounted for: " + String.join(", ", report.faults()))
                + (pending == 0
                        ? ""
                        : "; " + number(pending) + " pending: group " + OneLine.of(group) + " has not come to them");
    }

    /** One JSON object. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("ok", report.isAccountedFor());
        json.add("faults", array(report.faults()));
        json.addProperty("group", group);
        json.addProperty("exactlyOnce", report.exactlyOnce());
        JsonArray partitions = new JsonArray();
        report.partitions().forEach(partition -> partitions.add(partition(partition)));
        json.add("partitions", partitions);
        json.add("total", counts(new JsonObject(), report.total()));
        JsonObject named = new JsonObject();
        for (Fault fault : Fault.values()) {
            named.add(
                    fault.tag(),
                    array(report.named(fault).stream().map(Object::toString).toList()));
        }
        json.add("named", named);
        json.addProperty("foreign", report.foreign());
        json.addProperty("unidentified", report.unidentified());
        json.addProperty("removed", report.removed());
        json.add("sample", report.sample() == null ? null : sample(report.sample()));
        return json;
    }

    private static JsonObject partition(PartitionAccount account) {
        JsonObject json = new JsonObject();
        json.addProperty("topic", account.partition().topic());
        json.addProperty("partition", account.partition().partition());
        json.addProperty("from", account.range().from());
        json.addProperty("to", account.range().to());
        json.addProperty("committed", account.committed());
        return counts(json, account.counts());
    }

    private static JsonObject counts(JsonObject json, Counts counts) {
        json.addProperty("inputs", counts.inputs());
        json.addProperty("predicted", counts.predicted());
        json.addProperty("deadLettered", counts.deadLettered());
        json.addProperty("pending", counts.pending());
        json.addProperty("unknown", counts.unknown());
        counts.faults().forEach((fault, count) -> json.addProperty(fault.tag(), count));
        return json;
    }

    private static JsonObject sample(SampleAccount sample) {
        JsonObject json = new JsonObject();
        json.addProperty("sampled", sample.sampled());
        json.addProperty("agree", sample.agree());
        json.addProperty("differ", sample.differ());
        json.addProperty("modelGone", sample.modelGone());
        json.add("differing", array(sample.differing()));
        json.add("notes", array(sample.notes()));
        return json;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
