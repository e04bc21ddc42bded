package io.odradek.streamer.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What the health endpoints say.
 *
 * @param live whether the process can still do its work; false asks for a restart
 * @param ready whether images are being classified
 * @param state one word
 * @param waitingFor what would make it ready, or empty
 * @param model the version in force, or empty
 * @param lastRefusal the last model or pointer that was refused and why, or empty
 * @param lastError the last error, or empty
 */
public record HealthReport(
        boolean live,
        boolean ready,
        String state,
        String waitingFor,
        String model,
        String lastRefusal,
        String lastError) {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /** As JSON; what is empty is left out. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("live", live);
        json.addProperty("ready", ready);
        json.addProperty("state", state);
        add(json, "waitingFor", waitingFor);
        add(json, "model", model);
        add(json, "lastRefusal", lastRefusal);
        add(json, "lastError", lastError);
        return GSON.toJson(json) + "\n";
    }

    private static void add(JsonObject json, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.addProperty(key, value);
        }
    }
}
