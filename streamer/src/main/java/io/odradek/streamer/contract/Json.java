package io.odradek.streamer.contract;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strict reading of JSON metadata: each failure names the key. Stateless. */
final class Json {
    private static final Gson GSON = new Gson();

    private Json() {}

    /** Parses one strict JSON value. @throws IllegalArgumentException when it is none */
    static JsonElement parse(String key, String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement json = GSON.getAdapter(JsonElement.class).read(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return json;
            }
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException(key + " is no JSON", e);
        }
        throw new IllegalArgumentException(key + " has text behind the JSON");
    }

    static JsonObject object(String key, @Nullable JsonElement json) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException(key + " is no JSON object");
    }

    static JsonArray array(String key, @Nullable JsonElement json) {
        if (json instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException(key + " is no JSON array");
    }

    static String text(String key, @Nullable JsonElement json) {
        if (json instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw new IllegalArgumentException(key + " is " + json + ", it must be a text");
    }

    static double number(String key, @Nullable JsonElement json) {
        if (json instanceof JsonPrimitive primitive && primitive.isNumber()) {
            return primitive.getAsDouble();
        }
        throw new IllegalArgumentException(key + " is " + json + ", it must be a number");
    }

    static int integer(String key, @Nullable JsonElement json) {
        double number = number(key, json);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(key + " is " + json + ", it must be a whole number");
        }
        return (int) number;
    }

    static List<Double> numbers(String key, @Nullable JsonElement json) {
        List<Double> numbers = new ArrayList<>();
        array(key, json).forEach(n -> numbers.add(number(key, n)));
        return numbers;
    }

    /** Refuses a value other than the only one that this version serves. */
    static void only(String key, @Nullable JsonElement json, String served) {
        String found = text(key, json);
        if (!found.equals(served)) {
            throw new IllegalArgumentException(key + " is \"" + found + "\", served: \"" + served + "\"");
        }
    }
}
