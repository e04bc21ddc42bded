package io.odradek.streamer.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the health endpoints say.
 *
 * @param live whether the process can still do its work; false asks for a restart
 * @param ready whether images are being classified
 * @param state one word, see {@link HealthState}
 * @param waitingFor what would make it ready, or bring the wanted versions into force; or empty
 * @param models each model that is served, at least one
 * @param lastError the last error, or empty
 * @param identity what does not change while it runs
 * @param operation what stands in the way of the images that come
 */
public record HealthReport(
        boolean live,
        boolean ready,
        String state,
        String waitingFor,
        List<Model> models,
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
     * A model that is served.
     *
     * @param name its name
     * @param live the version in force, or empty
     * @param waitingFor why it is none, or not the one that is wanted; or empty
     * @param lastRefusal the last file or pointer that was refused and why, or empty
     */
    public record Model(String name, String live, String waitingFor, String lastRefusal) {
        /** Whether a version is in force. */
        public boolean isLive() {
            return !live.isEmpty();
        }
    }

    /** Copies the list. */
    public HealthReport {
        models = List.copyOf(models);
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
                models,
                lastError,
                identity,
                conditions);
    }

    /** The versions in force, or empty. */
    public String model() {
        return models.stream().map(Model::live).filter(live -> !live.isEmpty()).collect(Collectors.joining(", "));
    }

    /** The last file or pointer of each model that was refused, and why; or empty. */
    public String lastRefusal() {
        return joined(models, Model::lastRefusal);
    }

    /** What is said of each model, where anything is; with the name in front where there are several. */
    public static String joined(List<Model> models, Function<Model, String> what) {
        return models.stream()
                .filter(model -> !what.apply(model).isEmpty())
                .map(model -> (models.size() > 1 ? model.name() + ": " : "") + what.apply(model))
                .collect(Collectors.joining("; "));
    }

    /** Whether images are being classified by this model. */
    boolean ready(String name) {
        return ready && models.stream().anyMatch(model -> model.name().equals(name) && model.isLive());
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
        add(json, "model", model());
        add(json, "lastRefusal", lastRefusal());
        if (models.size() > 1) {
            json.add("models", each());
        }
        add(json, "lastError", lastError);
        add(json, "instance", identity.instance());
        json.addProperty("signedOnly", !identity.trustedKeys().isEmpty());
        if (!identity.trustedKeys().isEmpty()) {
            json.add("trustedKeys", GSON.toJsonTree(identity.trustedKeys()));
        }
        return GSON.toJson(json) + "\n";
    }

    private JsonObject each() {
        JsonObject all = new JsonObject();
        for (Model model : models) {
            JsonObject json = new JsonObject();
            json.addProperty("ready", ready && model.isLive());
            add(json, "waitingFor", model.waitingFor());
            add(json, "model", model.live());
            add(json, "lastRefusal", model.lastRefusal());
            all.add(model.name(), json);
        }
        return all;
    }

    private static void add(JsonObject json, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.addProperty(key, value);
        }
    }
}
