package io.odradek.streamer.message;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which version of a model is in force: what the streamer reads of the pointer record (README, Topics).
 *
 * @param live the version in force
 * @param previous earlier live versions, newest first
 */
public record Pointer(String live, List<String> previous) {
    private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);
    private static final int SCHEMA = 1;
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Validates. @throws IllegalArgumentException names what is wrong */
    public Pointer {
        previous = List.copyOf(previous);
        check("live", live);
        previous.forEach(version -> check("previous", version));
    }

    /**
     * Parses a pointer record's value.
     *
     * @throws IllegalArgumentException says in one line what is wrong with it
     */
    public static Pointer parse(byte[] value) {
        JsonObject json = object(value);
        JsonElement schema = json.get("schema");
        if (schema == null || !schema.isJsonPrimitive() || !schema.getAsString().equals(String.valueOf(SCHEMA))) {
            throw new IllegalArgumentException("\"schema\" is " + schema + ", this streamer knows " + SCHEMA);
        }
        List<String> previous = new ArrayList<>();
        JsonElement earlier = json.get("previous");
        if (earlier instanceof JsonArray versions) {
            versions.forEach(v -> previous.add(text(v, "previous")));
        } else if (earlier != null && !earlier.isJsonNull()) {
            throw new IllegalArgumentException("\"previous\" is no array");
        }
        return new Pointer(text(json.get("live"), "live"), previous);
    }

    private static void check(String key, String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("\"" + key + "\" names no version: \"" + version + "\"");
        }
    }

    private static JsonObject object(byte[] value) {
        if (value.length > MAX_BYTES) {
            throw new IllegalArgumentException("it has " + value.length + " bytes, allowed: " + MAX_BYTES);
        }
        JsonReader reader = new JsonReader(new StringReader(new String(value, StandardCharsets.UTF_8)));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement json = JSON.read(reader);
            if (json instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT) {
                return object;
            }
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("not JSON: " + value.length + " bytes", e);
        }
        throw new IllegalArgumentException("not one JSON object: " + value.length + " bytes");
    }

    private static String text(JsonElement json, String key) {
        if (json == null
                || !json.isJsonPrimitive()
                || !json.getAsJsonPrimitive().isString()) {
            throw new IllegalArgumentException("\"" + key + "\" is no text");
        }
        return json.getAsString();
    }
}
