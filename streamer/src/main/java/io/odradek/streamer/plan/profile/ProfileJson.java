package io.odradek.streamer.plan.profile;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a profile of schema 1. Every field must be there; fields that it does not know are skipped, as within a schema
 * fields may be added. Stateless.
 */
public final class ProfileJson {
    private static final Gson GSON = new Gson();

    private ProfileJson() {}

    /** Reads. @throws IllegalArgumentException names the field, its value and what is allowed */
    public static Profile read(String text) {
        Fields json = new Fields("", parse(text));
        double schema = json.number("schema");
        if (schema != 1) {
            throw new IllegalArgumentException("schema is " + Allowed.plain(schema) + ", allowed: 1");
        }
        return new Profile(
                measured(json.object("measured")),
                json.text("guarantee"),
                model(json.object("model")),
                json.number("imageBytes"),
                json.number("predictionBytes"),
                cpuMicros(json.object("cpuMicros")),
                json.object("perThread").number("imagesPerSecond"),
                json.whole("threads"),
                memory(json.object("memory")),
                latencies(json.objects("latency")));
    }

    private static JsonObject parse(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement json = GSON.getAdapter(JsonElement.class).read(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT && json instanceof JsonObject object) {
                return object;
            }
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("it is no JSON, wanted is one object of schema 1", e);
        }
        throw new IllegalArgumentException("it is not one JSON object, wanted is one of schema 1");
    }

    private static Profile.Measured measured(Fields json) {
        return new Profile.Measured(
                json.instant("at"),
                json.text("processor"),
                json.whole("cpus"),
                json.text("java"),
                json.text("odradek"));
    }

    private static Profile.Model model(Fields json) {
        return new Profile.Model(
                json.text("name"), json.text("version"), json.number("bytes"), json.number("inputBytes"));
    }

    private static Profile.CpuMicros cpuMicros(Fields json) {
        return new Profile.CpuMicros(json.number("streamer"), json.number("broker"));
    }

    private static Profile.Memory memory(Fields json) {
        return new Profile.Memory(json.number("heapBytes"), json.number("residentBytes"));
    }

    private static List<Latency> latencies(List<Fields> entries) {
        List<Latency> points = new ArrayList<>();
        for (Fields json : entries) {
            points.add(new Latency(json.number("load"), json.number("p50Millis"), json.number("p99Millis")));
        }
        return points;
    }
}
