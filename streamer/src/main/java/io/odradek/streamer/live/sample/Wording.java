package io.odradek.streamer.live.sample;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples as JSON. Stateless. */
final class Wording {
    private static final int TOP = 5;
    private static final double MILLIONTHS = 1e6;
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private Wording() {}

    static byte[] of(Sample sample, Sample.Answer answer, long seq, Instant at) {
        JsonObject json = begun(seq, at);
        json.addProperty("model", sample.model.name());
        json.addProperty("version", sample.model.version());
        json.addProperty("label", label(sample, sample.index));
        json.addProperty("confidence", rounded(sample.probabilities[sample.index]));
        json.add("top", top(sample));
        json.addProperty("latency", rounded(answer.seconds()));
        source(json, answer.source());
        json.addProperty("id", answer.id() == null ? null : Words.clean(answer.id(), Words.ID));
        thumbnail(json, sample.thumbnail());
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] of(RejectedSample letter, @Nullable Thumbnail thumbnail, long seq, Instant at) {
        JsonObject json = begun(seq, at);
        json.addProperty("model", letter.model());
        json.addProperty("reason", letter.why().reason().name());
        json.addProperty("message", Words.clean(letter.why().message(), Words.SENTENCE));
        source(json, letter.source());
        json.addProperty("bytes", letter.bytes());
        thumbnail(json, thumbnail);
        byte[] first = letter.first();
        json.addProperty("hex", first == null ? null : HexFormat.of().formatHex(first));
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    /** The most novel images of a window of a model, in their order. */
    static byte[] of(ModelRef model, List<Novel> images, long seq, Instant at) {
        JsonObject json = begun(seq, at);
        json.addProperty("model", model.name());
        json.addProperty("version", model.version());
        JsonArray all = new JsonArray();
        for (Novel image : images) {
            JsonObject one = new JsonObject();
            one.addProperty("label", Words.clean(image.label(), Words.LABEL));
            one.addProperty("confidence", rounded(image.confidence()));
            one.addProperty("bits", rounded(image.bits()));
            source(one, image.source());
            thumbnail(one, image.thumbnail());
            all.add(one);
        }
        json.add("images", all);
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject begun(long seq, Instant at) {
        JsonObject json = new JsonObject();
        json.addProperty("seq", seq);
        json.addProperty("at", at.toString());
        return json;
    }

    private static void source(JsonObject json, Source source) {
        json.addProperty("topic", source.topic());
        json.addProperty("partition", source.partition());
        json.addProperty("offset", source.offset());
    }

    private static void thumbnail(JsonObject json, @Nullable Thumbnail thumbnail) {
        json.add("thumb", thumbnail == null ? null : thumbnail.json());
    }

    /** The most probable classes, the first of equal ones first. */
    private static JsonArray top(Sample sample) {
        float[] left = sample.probabilities.clone();
        JsonArray top = new JsonArray();
        for (int n = 0; n < Math.min(TOP, left.length); n++) {
            int best = 0;
            for (int i = 1; i < left.length; i++) {
                if (left[i] > left[best]) {
                    best = i;
                }
            }
            JsonArray one = new JsonArray();
            one.add(label(sample, best));
            one.add(rounded(left[best]));
            top.add(one);
            left[best] = Float.NEGATIVE_INFINITY;
        }
        return top;
    }

    private static String label(Sample sample, int index) {
        return Words.clean(sample.labels.get(index), Words.LABEL);
    }

    private static double rounded(double value) {
        return Math.rint(value * MILLIONTHS) / MILLIONTHS;
    }
}
