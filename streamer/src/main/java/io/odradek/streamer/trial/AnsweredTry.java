package io.odradek.streamer.trial;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.explain.Explanation;
import io.odradek.streamer.explain.Heatmap;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.live.sample.Thumbnail;
import io.odradek.streamer.trial.Answer.Predicted;
import io.odradek.streamer.trial.Answer.Refused;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A try with its answer, for the page.
 *
 * @param id the image's id
 * @param reply where it lies, what was said of it, and how long that took
 * @param labels of the model that answered, in output order; empty where this instance does not have it
 * @param explanation what the image looks like, and what of it counts
 */
record AnsweredTry(String id, Reply.Found reply, List<String> labels, Explanation explanation) {
    private static final int TOP = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.add("source", GSON.toJsonTree(reply.source()));
        json.addProperty("sentMillis", round(reply.sentNanos() / NANOS_PER_MILLI));
        json.addProperty("answeredMillis", round(reply.answeredNanos() / NANOS_PER_MILLI));
        json.add("prediction", reply.answer() instanceof Predicted predicted ? prediction(predicted) : null);
        json.add("rejected", reply.answer() instanceof Refused refused ? GSON.toJsonTree(refused) : null);
        Picture picture = explanation.picture();
        json.add("thumb", picture == null ? null : Thumbnail.of(picture).json());
        json.add("heat", heatmap(explanation.heatmap()));
        return GSON.toJson(json) + "\n";
    }

    private JsonObject prediction(Predicted predicted) {
        JsonObject json = new JsonObject();
        json.addProperty("label", predicted.label());
        json.addProperty("confidence", round(predicted.probabilities()[predicted.index()]));
        json.add("top", top(predicted));
        json.addProperty("model", predicted.model().name());
        json.addProperty("version", predicted.model().version());
        return json;
    }

    private JsonArray top(Predicted predicted) {
        float[] probabilities = predicted.probabilities();
        JsonArray top = new JsonArray();
        IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
                .limit(TOP)
                .forEach(i -> {
                    JsonArray one = new JsonArray();
                    one.add(i == predicted.index() ? predicted.label() : label(i));
                    one.add(round(probabilities[i]));
                    top.add(one);
                });
        return top;
    }

    /** The model that answered may be one that another instance has. */
    private String label(int index) {
        return index < labels.size() ? labels.get(index) : "class " + index;
    }

    private static @Nullable JsonObject heatmap(@Nullable Heatmap heatmap) {
        if (heatmap == null) {
            return null;
        }
        JsonArray values = new JsonArray();
        for (double value : heatmap.values()) {
            values.add(round(value));
        }
        JsonObject json = new JsonObject();
        json.addProperty("w", heatmap.width());
        json.addProperty("h", heatmap.height());
        json.add("values", values);
        return json;
    }

    /** Four places behind the point; zero has no sign. */
    private static double round(double value) {
        return Math.rint(value * 1e4) / 1e4 + 0.0;
    }
}
