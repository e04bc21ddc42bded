package io.odradek.streamer.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the health endpoints say.
 *
 * @param live whether the process can still do its work; false asks for a restart
 * @param ready whether images are being classified
 * @param state one word, see {@link HealthState}
 * @param waitingFor what would make it ready, or empty
 * @param model the version in force, or empty
 * @param lastRefusal the last model or pointer that was refused and why, or empty
 * @param lastError the last error, or empty
 * @param identity what does not change while it runs
 * @param operation what stands in the way of the images that come
 */
public record HealthReport(
        boolean live,
        boolean ready,
        String state,
        String waitingFor,
        String model,
        String lastRefusal,
        String lastError,
        Identity identity,
        Operation operation) {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /**
     * What does not change while the process runs.
     *
     * @param instance names this process among the instances
     * @param trustedKeys fingerprints of the keys that may sign models; none: signatures are not looked at
     */
    public record Identity(String instance, List<String> trustedKeys) {
        /** Copies the list. */
        public Identity {
            trustedKeys = List.copyOf(trustedKeys);
        }
    }

    /**
     * What stands in the way of the images that come.
     *
     * @param paused by whom the streamer is paused, or empty
     * @param alarm what the breaker says about rejected images, or empty
     * @param lost images that retention removed before they were read, or empty
     */
    public record Operation(String paused, String alarm, String lost) {
        /** Nothing does. */
        public static final Operation NORMAL = new Operation("", "", "");
    }

    /** The same, under these conditions: a paused streamer is alive and not ready. */
    public HealthReport under(Operation conditions) {
        return new HealthReport(
                live,
                ready && conditions.paused().isEmpty(),
                state,
                waitingFor,
                model,
                lastRefusal,
                lastError,
                identity,
                conditions);
    }

    /** As JSON; what is empty is left out. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("live", live);
        json.addProperty("ready", ready);
        json.addProperty("state", state);
        add(json, "paused", operation.paused());
        add(json, "alarm", operation.alarm());
        add(json, "lost", operation.lost());
        add(json, "waitingFor", waitingFor);
        add(json, "model", model);
        add(json, "lastRefusal", lastRefusal);
        add(json, "lastError", lastError);
        add(json, "instance", identity.instance());
        json.addProperty("signedOnly", !identity.trustedKeys().isEmpty());
        if (!identity.trustedKeys().isEmpty()) {
            json.add("trustedKeys", GSON.toJsonTree(identity.trustedKeys()));
        }
        return GSON.toJson(json) + "\n";
    }

    private static void add(JsonObject json, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.addProperty(key, value);
        }
    }
}
