package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.history.Gone;
import io.odradek.streamer.replay.Accuracy;
import io.odradek.streamer.replay.Change;
import io.odradek.streamer.replay.Difference;
import io.odradek.streamer.replay.Report;
import io.odradek.streamer.replay.Tally;
import java.util.Collection;
import java.util.Map;

/**
 * What a replay found, for programs.
 *
 * @param report what was found
 */
record ReplayJson(Report report) {
    /** One JSON object. */
    JsonObject json() {
        Difference difference = report.difference();
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("complete", report.isComplete());
        json.addProperty("stopped", report.isStopped());
        JsonObject model = new JsonObject();
        model.addProperty("name", report.model().name());
        model.addProperty("version", report.model().version());
        model.addProperty("sha256", report.model().sha256());
        json.add("model", model);
        json.addProperty("images", report.images());
        json.addProperty("predictions", report.predictions());
        JsonArray partitions = new JsonArray();
        report.partitions().forEach(part -> partitions.add(part(part)));
        json.add("partitions", partitions);
        json.add("total", counts(new JsonObject(), report.classified(), report.read() - report.classified()));
        JsonObject rejected = new JsonObject();
        report.rejected().forEach((reason, count) -> rejected.addProperty(reason, count));
        json.add("rejected", rejected);
        JsonArray gone = new JsonArray();
        report.gone().forEach(one -> gone.add(json(one)));
        json.add("gone", gone);
        compared(json, difference);
        json.addProperty("foreign", difference.foreign());
        json.addProperty("unidentified", difference.unidentified());
        json.addProperty("predictionsGone", report.predictionsGone());
        json.addProperty("unusableLabels", report.unusableLabels());
        json.addProperty("output", report.output().isEmpty() ? null : report.output());
        return json;
    }

    private void compared(JsonObject json, Difference difference) {
        JsonObject compared = new JsonObject();
        compared.addProperty("images", difference.compared());
        compared.addProperty("same", difference.sameImages());
        compared.addProperty("changed", difference.changedImages());
        compared.addProperty("withoutThen", report.withoutThen());
        compared.addProperty("rejectedNow", difference.rejectedNow());
        json.add("compared", compared);
        Accuracy accuracy = difference.accuracy();
        json.add("accuracy", accuracy.images() == 0 ? null : accuracy(difference));
        JsonArray versions = new JsonArray();
        difference.versions().forEach((version, counts) -> {
            JsonObject one = new JsonObject();
            one.addProperty("version", version);
            one.addProperty("same", counts.same());
            one.addProperty("changed", counts.changed());
            versions.add(one);
        });
        json.add("versions", versions);
        JsonArray changes = new JsonArray();
        difference.changes().forEach(entry -> changes.add(change(entry)));
        json.add("changes", changes);
        json.addProperty("furtherChanged", difference.furtherChanged());
        JsonObject classes = new JsonObject();
        classes.add("onlyThen", array(difference.onlyThen()));
        classes.add("onlyNow", array(difference.onlyNow()));
        json.add("classes", difference.hasOtherClasses() ? classes : null);
    }

    private static JsonObject accuracy(Difference difference) {
        Accuracy accuracy = difference.accuracy();
        JsonObject json = new JsonObject();
        json.addProperty("images", accuracy.images());
        json.add("then", json(accuracy.then()));
        json.add("now", json(accuracy.now()));
        json.addProperty("bothRight", accuracy.bothRight());
        json.addProperty("onlyThen", accuracy.onlyThen());
        json.addProperty("onlyNow", accuracy.onlyNow());
        json.addProperty("bothWrong", accuracy.bothWrong());
        json.addProperty("mcNemar", accuracy.mcNemar());
        json.addProperty("unknownTruths", difference.unknownTruths());
        return json;
    }

    private static JsonObject json(Accuracy.Share share) {
        JsonObject json = new JsonObject();
        json.addProperty("share", share.share());
        json.addProperty("low", share.low());
        json.addProperty("high", share.high());
        return json;
    }

    private static JsonObject change(Map.Entry<Change, Tally> entry) {
        JsonObject json = new JsonObject();
        json.addProperty("version", entry.getKey().version());
        json.addProperty("then", entry.getKey().then());
        json.addProperty("now", entry.getKey().now());
        json.addProperty("images", entry.getValue().images());
        json.addProperty("confidenceThen", entry.getValue().confidenceThen());
        json.addProperty("confidenceNow", entry.getValue().confidenceNow());
        return json;
    }

    private static JsonObject part(Report.Part part) {
        JsonObject json = new JsonObject();
        json.addProperty("partition", part.partition().partition());
        json.addProperty("from", part.range().from());
        json.addProperty("to", part.range().to());
        json.addProperty("next", part.next());
        return counts(json, part.classified(), part.rejected());
    }

    private static JsonObject json(Gone gone) {
        JsonObject json = new JsonObject();
        json.addProperty("partition", gone.partition().partition());
        json.addProperty("from", gone.from());
        json.addProperty("to", gone.to());
        json.addProperty("certain", gone.isCertain());
        return json;
    }

    private static JsonObject counts(JsonObject json, long classified, long rejected) {
        json.addProperty("images", classified + rejected);
        json.addProperty("classified", classified);
        json.addProperty("rejected", rejected);
        return json;
    }

    private static JsonArray array(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
