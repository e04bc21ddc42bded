package io.odradek.streamer.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.odradek.streamer.evaluation.window.Figures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page of the evaluation is told: at most ten versions with 100 classes and 400 pairs of classes in a window, so
 * some hundred kilobytes whatever comes, and made anew only where something has changed. Thread-safe.
 */
public final class EvaluationFeed {
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final Board board;
    /** Of the last change. */
    private volatile @Nullable Models models;

    private record Models(long seq, JsonArray json) {}

    private record Confusion(String truth, String predicted, long images) {}

    /** @param metrics what it is made of */
    public EvaluationFeed(EvaluationMetrics metrics) {
        this.board = metrics.board();
    }

    /**
     * The answer to a page that has seen change {@code after}: JSON in UTF-8.
     *
     * @param status what the process says about itself; {@code seq} and {@code models} are added to it, the second null
     *     where there is nothing newer
     */
    public byte[] json(long after, JsonObject status) {
        Models now = models();
        status.addProperty("seq", now.seq());
        status.add("models", now.seq() == after ? JsonNull.INSTANCE : now.json());
        return GSON.toJson(status).getBytes(StandardCharsets.UTF_8);
    }

    private Models models() {
        long seq = board.changes();
        Models known = models;
        if (known != null && known.seq() == seq) {
            return known;
        }
        // What changes meanwhile comes with the next number.
        List<Board.Version> versions = new ArrayList<>(board.versions());
        Collections.reverse(versions);
        JsonArray json = new JsonArray();
        versions.forEach(version -> json.add(json(version)));
        Models made = new Models(seq, json);
        models = made;
        return made;
    }

    private static JsonObject json(Board.Version version) {
        JsonObject json = new JsonObject();
        json.addProperty("model", version.model());
        JsonObject windows = new JsonObject();
        version.windows().forEach(shown -> windows.add(shown.key().size().tag(), json(shown)));
        json.add("windows", windows);
        JsonObject history = new JsonObject();
        version.history().forEach((size, points) -> history.add(size.tag(), GSON.toJsonTree(points)));
        json.add("history", history);
        return json;
    }

    private static JsonObject json(Board.Shown shown) {
        Figures figures = shown.figures();
        JsonObject json = new JsonObject();
        json.addProperty("start", Instant.ofEpochMilli(shown.key().start()).toString());
        json.addProperty("images", figures.images());
        json.addProperty("right", figures.right());
        json.addProperty("accuracy", figures.accuracy());
        json.addProperty("calibrationError", figures.calibrationError());
        JsonObject classes = new JsonObject();
        shown.classes().forEach((name, one) -> classes.add(name, json(one)));
        json.add("classes", classes);
        List<Confusion> confusions = confusions(figures);
        json.add(
                "confusions",
                GSON.toJsonTree(
                        confusions.stream().limit(EvaluationMetrics.MOST_PAIRS).toList()));
        json.addProperty(
                "omitted",
                confusions.size() > EvaluationMetrics.MOST_PAIRS
                        || shown.classes().size() < figures.classes().size());
        return json;
    }

    private static JsonObject json(Figures.OfClass one) {
        JsonObject json = new JsonObject();
        json.addProperty("images", one.images());
        json.addProperty("precision", one.precision());
        json.addProperty("recall", one.recall());
        json.addProperty("calibrationError", one.calibrationError());
        return json;
    }

    /** The most frequent first. */
    private static List<Confusion> confusions(Figures figures) {
        return figures.confusions().entrySet().stream()
                .flatMap(row -> row.getValue().entrySet().stream()
                        .map((Map.Entry<String, Long> cell) -> new Confusion(
                                EvaluationMetrics.cut(row.getKey()),
                                EvaluationMetrics.cut(cell.getKey()),
                                cell.getValue())))
                .sorted(Comparator.comparingLong(Confusion::images).reversed())
                .toList();
    }
}
