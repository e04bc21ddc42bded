package io.odradek.streamer.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** The health report as JSON; what is empty is left out. Stateless. */
final class HealthJson {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private static final double MILLIS = 1_000;

    private HealthJson() {}

    static String of(HealthReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("live", report.live());
        json.addProperty("ready", report.ready());
        json.addProperty("state", report.state());
        add(json, "paused", report.operation().paused());
        add(json, "alarm", report.operation().alarm());
        add(json, "lost", report.operation().lost());
        add(json, "waitingFor", report.waitingFor());
        add(json, "model", report.model());
        add(json, "lastRefusal", report.lastRefusal());
        json.add("models", models(report));
        add(json, "lastError", report.error().text());
        add(json, "lastErrorAt", report.error().at());
        json.add("lag", lag(report.flow()));
        json.add("partitions", partitions(report.flow()));
        json.add("threads", threads(report.flow()));
        if (!report.drift().isEmpty()) {
            json.add("drift", drift(report));
        }
        add(json, "instance", report.identity().instance());
        json.addProperty("signedOnly", !report.identity().trustedKeys().isEmpty());
        if (!report.identity().trustedKeys().isEmpty()) {
            json.add("trustedKeys", GSON.toJsonTree(report.identity().trustedKeys()));
        }
        return GSON.toJson(json) + "\n";
    }

    private static JsonObject models(HealthReport report) {
        JsonObject all = new JsonObject();
        for (HealthReport.Model model : report.models()) {
            JsonObject json = new JsonObject();
            json.addProperty("ready", report.ready(model.name()));
            add(json, "waitingFor", model.waitingFor());
            add(json, "model", model.live());
            add(json, "lastRefusal", model.lastRefusal());
            HealthReport.Reload reload = model.lastReload();
            if (reload != null) {
                json.add("lastReload", reload(reload));
            }
            all.add(model.name(), json);
        }
        return all;
    }

    private static JsonObject reload(HealthReport.Reload reload) {
        JsonObject json = new JsonObject();
        add(json, "version", reload.version());
        add(json, "result", reload.result());
        add(json, "stage", reload.stage());
        add(json, "why", reload.why());
        add(json, "at", reload.at());
        Double seconds = reload.seconds();
        if (seconds != null) {
            json.addProperty("seconds", rounded(seconds));
        }
        return json;
    }

    private static JsonObject lag(HealthReport.Flow flow) {
        JsonObject all = new JsonObject();
        flow.lag().forEach((topic, lag) -> {
            JsonObject json = new JsonObject();
            json.addProperty("records", lag.records());
            json.addProperty("seconds", rounded(lag.seconds()));
            all.add(topic, json);
        });
        return all;
    }

    private static JsonObject partitions(HealthReport.Flow flow) {
        JsonObject all = new JsonObject();
        flow.lag().forEach((topic, lag) -> all.add(topic, GSON.toJsonTree(lag.partitions())));
        return all;
    }

    private static JsonArray threads(HealthReport.Flow flow) {
        JsonArray all = new JsonArray();
        for (HealthReport.StreamThread thread : flow.threads()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", thread.name());
            json.addProperty("state", thread.state());
            if (thread.lastPollSeconds() >= 0) {
                json.addProperty("lastPollSeconds", thread.lastPollSeconds());
            }
            json.add("partitions", GSON.toJsonTree(thread.partitions()));
            all.add(json);
        }
        return all;
    }

    private static JsonObject drift(HealthReport report) {
        JsonObject all = new JsonObject();
        report.drift().forEach((model, drift) -> {
            JsonObject json = new JsonObject();
            json.addProperty("state", drift.state());
            add(json, "why", drift.why());
            json.addProperty("images", drift.images());
            json.addProperty("collected", drift.collected());
            add(json, "at", drift.at());
            JsonObject statistics = new JsonObject();
            drift.statistics().forEach((name, finding) -> statistics.add(name, finding(finding)));
            if (statistics.size() > 0) {
                json.add("statistics", statistics);
            }
            all.add(model, json);
        });
        return all;
    }

    private static JsonObject finding(HealthReport.DriftFinding finding) {
        JsonObject json = new JsonObject();
        json.addProperty("psi", rounded(finding.psi()));
        // A chance in a million or in a googol: it is told to three digits, whatever it is.
        json.add("p", new JsonPrimitive(new BigDecimal(finding.p()).round(new MathContext(3))));
        json.addProperty("alarm", finding.alarm());
        return json;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * MILLIS) / MILLIS;
    }

    private static void add(JsonObject json, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.addProperty(key, value);
        }
    }
}
