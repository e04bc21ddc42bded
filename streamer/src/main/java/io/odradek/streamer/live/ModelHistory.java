package io.odradek.streamer.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.live.sample.Words;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models in force, and what became of the last ones that were tried. Thread-safe. */
public final class ModelHistory {
    static final int MOST_EVENTS = 50;
    static final int MOST_LABELS = 100;

    private static final double MILLIS = 1e3;

    /** By name; without a value before the first. Guarded by this. */
    private final Map<String, @Nullable InForce> models = new LinkedHashMap<>();
    /** The oldest first. Guarded by this. */
    private final Deque<JsonObject> events = new ArrayDeque<>();

    private record InForce(
            ModelRef ref,
            Instant since,
            int classes,
            List<String> labels,
            @Nullable Double accuracy) {}

    /**
     * No model is live.
     *
     * @param names of the models that are served
     */
    ModelHistory(Collection<String> names) {
        names.forEach(name -> models.put(name, null));
    }

    /**
     * A model went live.
     *
     * @param labels its classes
     * @param accuracy as its file says it, 0 to 1; null where it does not
     * @param took from the decision to try it until then
     */
    public synchronized void live(
            Instant at, ModelRef ref, List<String> labels, @Nullable Double accuracy, Duration took) {
        List<String> few = labels.stream()
                .limit(MOST_LABELS)
                .map(label -> Words.clean(label, Words.LABEL))
                .toList();
        models.put(ref.name(), new InForce(ref, at, labels.size(), few, accuracy));
        JsonObject event = event(at, ref.name(), ref.version(), "live", null, null);
        event.addProperty("seconds", took.toMillis() / MILLIS);
        add(event);
    }

    /**
     * A version, or a pointer, was refused.
     *
     * @param model the name of the model that it was for
     * @param version the version, or words that say what else it was
     * @param stage where
     * @param why in words
     */
    public synchronized void refused(Instant at, String model, String version, String stage, String why) {
        JsonObject event = event(at, model, Words.clean(version, Words.LABEL), "refused", stage, why);
        event.add("seconds", null);
        add(event);
    }

    private void add(JsonObject event) {
        events.add(event);
        if (events.size() > MOST_EVENTS) {
            events.remove();
        }
    }

    private static JsonObject event(
            Instant at, String model, String version, String result, @Nullable String stage, @Nullable String why) {
        JsonObject event = new JsonObject();
        event.addProperty("at", at.toString());
        event.addProperty("model", model);
        event.addProperty("version", version);
        event.addProperty("result", result);
        event.addProperty("stage", stage);
        event.addProperty("why", why == null ? null : Words.clean(why, Words.SENTENCE));
        return event;
    }

    synchronized JsonArray events() {
        JsonArray json = new JsonArray();
        events.forEach(json::add);
        return json;
    }

    /** @param behindSeconds by model: how long the wanted version has not been in force */
    synchronized JsonArray models(Map<String, Double> behindSeconds) {
        JsonArray json = new JsonArray();
        models.forEach((name, model) -> {
            JsonObject one = new JsonObject();
            one.addProperty("name", name);
            one.addProperty("live", model == null ? null : model.ref().version());
            one.addProperty("sha256", model == null ? null : model.ref().sha256());
            one.addProperty("since", model == null ? null : model.since().toString());
            one.addProperty("accuracy", model == null ? null : model.accuracy());
            one.addProperty("classes", model == null ? null : model.classes());
            JsonArray labels = new JsonArray();
            if (model != null) {
                model.labels().forEach(labels::add);
            }
            one.add("labels", labels);
            one.addProperty("behindSeconds", behindSeconds.getOrDefault(name, 0.0));
            json.add(one);
        });
        return json;
    }
}
