package io.odradek.streamer.evaluation.window;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A record of the evaluations topic, schema 1 of the README: one line of JSON. Stateless. */
public final class EvaluationJson {
    /** For the classes, and for the confusions: a record may have 1 MB, with Kafka's defaults. */
    static final int MOST_BYTES = 400_000;

    private static final int SCHEMA = 1;

    /** Numbers, names and signs of a class in JSON, and then some. */
    private static final int CLASS_BYTES = 160;

    private static final int CELL_BYTES = 32;

    /** A letter in JSON has at most six bytes. */
    private static final int BYTES_PER_CHAR = 6;

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private record Confusion(String truth, String predicted, long images) {}

    private EvaluationJson() {}

    /** The record's value. What does not fit is left out, the rarest first, and counted in it. */
    public static byte[] of(Windows.Evaluated evaluated) {
        WindowKey key = evaluated.key();
        Figures figures = evaluated.figures();
        int at = key.model().indexOf('@');
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        JsonObject model = new JsonObject();
        model.addProperty("name", key.model().substring(0, at));
        model.addProperty("version", key.model().substring(at + 1));
        json.add("model", model);
        JsonObject window = new JsonObject();
        window.addProperty("size", key.size().tag());
        window.addProperty("start", Instant.ofEpochMilli(key.start()).toString());
        window.addProperty("end", Instant.ofEpochMilli(key.end()).toString());
        json.add("window", window);
        json.addProperty("images", figures.images());
        json.addProperty("right", figures.right());
        json.addProperty("accuracy", figures.accuracy());
        json.addProperty("calibrationError", figures.calibrationError());
        addClasses(json, figures);
        addConfusions(json, figures);
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    private static void addClasses(JsonObject json, Figures figures) {
        List<Map.Entry<String, Figures.OfClass>> all =
                new ArrayList<>(figures.classes().entrySet());
        all.sort(Comparator.comparingLong((Map.Entry<String, Figures.OfClass> one) ->
                        Math.max(one.getValue().images(), one.getValue().predicted()))
                .reversed());
        JsonObject classes = new JsonObject();
        int room = MOST_BYTES;
        for (Map.Entry<String, Figures.OfClass> one : all) {
            room -= CLASS_BYTES + BYTES_PER_CHAR * one.getKey().length();
            if (room < 0) {
                break;
            }
            JsonObject figure = new JsonObject();
            figure.addProperty("images", one.getValue().images());
            figure.addProperty("predicted", one.getValue().predicted());
            figure.addProperty("right", one.getValue().right());
            figure.addProperty("precision", one.getValue().precision());
            figure.addProperty("recall", one.getValue().recall());
            figure.addProperty("calibrationError", one.getValue().calibrationError());
            classes.add(one.getKey(), figure);
        }
        json.add("classes", classes);
        json.addProperty("classesOmitted", all.size() - classes.size());
    }

    private static void addConfusions(JsonObject json, Figures figures) {
        List<Confusion> all = new ArrayList<>();
        figures.confusions()
                .forEach((truth, row) ->
                        row.forEach((predicted, images) -> all.add(new Confusion(truth, predicted, images))));
        all.sort(Comparator.comparingLong(Confusion::images).reversed());
        JsonObject confusions = new JsonObject();
        int room = MOST_BYTES;
        int shown = 0;
        for (Confusion one : all) {
            room -= CELL_BYTES
                    + BYTES_PER_CHAR * (one.truth().length() + one.predicted().length());
            if (room < 0) {
                break;
            }
            if (!confusions.has(one.truth())) {
                confusions.add(one.truth(), new JsonObject());
            }
            confusions.getAsJsonObject(one.truth()).addProperty(one.predicted(), one.images());
            shown++;
        }
        json.add("confusions", confusions);
        json.addProperty("confusionsOmitted", all.size() - shown);
    }
}
