package io.odradek.quickstart.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.Latency;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.VersionSwitch;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** {@code summary.json}: the figures of a run for programs. Counts are over all phases. Pure. */
public final class Summary {
    private Summary() {}

    /** The JSON text, with a line break at its end. */
    public static String json(RunFigures figures) {
        Accounting total = figures.total();
        JsonObject json = new JsonObject();
        json.addProperty("images", total.images());
        json.addProperty("predictions", total.predictions());
        json.addProperty("lost", total.lost());
        json.addProperty("deadLetters", total.deadLetters());
        json.addProperty("accuracy", rounded(figures.scores().accuracy(), 6));
        if (figures.live().images() > 0) {
            json.add("live", live(figures.live()));
        }
        json.addProperty("imagesPerSecond", rounded(figures.throughput().imagesPerSecond(), 1));
        json.add("latencyMs", latency(figures.paced().latency()));
        json.add("modelVersions", versions(figures));
        json.addProperty("trainSeconds", rounded(figures.training().seconds(), 1));
        json.addProperty("testAccuracy", rounded(figures.training().testAccuracy(), 6));
        json.addProperty("duplicates", total.duplicates());
        json.add("accuracyByClass", classes(figures.scores()));
        json.add("phases", phases(figures));
        json.add("swap", swap(figures.versionSwitch()));
        json.add("environment", environment(figures.environment()));
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(json)
                + "\n";
    }

    private static JsonObject live(LiveAccuracy live) {
        JsonObject json = new JsonObject();
        json.addProperty("images", live.images());
        json.addProperty("correct", live.correct());
        json.addProperty("accuracy", rounded(live.accuracy(), 6));
        return json;
    }

    private static JsonArray versions(RunFigures figures) {
        JsonArray versions = new JsonArray();
        figures.modelVersions().forEach(versions::add);
        return versions;
    }

    private static JsonObject latency(Latency latency) {
        JsonObject json = new JsonObject();
        json.addProperty("p50", rounded(latency.p50(), 3));
        json.addProperty("p95", rounded(latency.p95(), 3));
        json.addProperty("p99", rounded(latency.p99(), 3));
        return json;
    }

    private static JsonObject classes(Scores scores) {
        JsonObject json = new JsonObject();
        for (Scores.ClassScore c : scores.classes()) {
            json.addProperty(c.label(), rounded(c.accuracy(), 6));
        }
        return json;
    }

    private static JsonArray phases(RunFigures figures) {
        JsonArray json = new JsonArray();
        for (Phase phase : figures.phases()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", phase.name());
            entry.addProperty("rate", phase.rate());
            entry.addProperty("images", phase.accounting().images());
            entry.addProperty("predictions", phase.accounting().predictions());
            entry.addProperty("lost", phase.accounting().lost());
            entry.addProperty("deadLetters", phase.accounting().deadLetters());
            entry.addProperty("duplicates", phase.accounting().duplicates());
            entry.add("latencyMs", latency(phase.latency()));
            json.add(entry);
        }
        return json;
    }

    private static JsonObject swap(VersionSwitch swap) {
        JsonObject json = new JsonObject();
        json.addProperty("before", swap.before());
        json.addProperty("after", swap.after());
        json.addProperty("others", swap.others());
        json.addProperty("switchedPartitions", swap.switchedPartitions());
        json.addProperty("restlessPartitions", swap.restlessPartitions());
        return json;
    }

    private static JsonObject environment(Environment environment) {
        JsonObject json = new JsonObject();
        json.addProperty("at", environment.at());
        json.addProperty("odradek", environment.odradek());
        json.addProperty("kafka", environment.kafka());
        json.addProperty("java", environment.java());
        json.addProperty("system", environment.system());
        json.addProperty("cores", environment.cores());
        return json;
    }

    private static BigDecimal rounded(double value, int digits) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        // Not 3E+3, which is a number too, and which nobody expects.
        return rounded.setScale(Math.max(0, rounded.scale()));
    }
}
