package io.odradek.trainer.publish;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which version is in force: the whole state, because compaction keeps only the newest record. What this version does
 * not know, or does not set, stays in it as found.
 *
 * @param live version in force
 * @param previous earlier live versions, newest first
 * @param json all of the record; read only
 */
record Pointer(String live, List<String> previous, JsonObject json) {
    private static final int SCHEMA = 1;
    private static final int MAX_PREVIOUS = 5;
    private static final int MAX_TEXT = 300;
    private static final String DECISION = "decisionId";
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** Copies the list. */
    Pointer {
        previous = List.copyOf(previous);
    }

    /** The first decision about a model. */
    static Pointer first(String version, Decision decision) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        for (String key : List.of("live", "previous", "shadow", "canary", "policy")) {
            json.add(key, JsonNull.INSTANCE);
        }
        return decided(json, version, List.of(), decision);
    }

    /** The decision that makes {@code version} live after this one. */
    Pointer next(String version, Decision decision) {
        Set<String> history = new LinkedHashSet<>(List.of(live));
        history.addAll(previous);
        history.remove(version);
        return decided(
                json.deepCopy(), version, history.stream().limit(MAX_PREVIOUS).toList(), decision);
    }

    /** Tells this decision from others; empty where the record has none. */
    String decisionId() {
        JsonElement id = json.get(DECISION);
        return id != null && id.isJsonPrimitive() ? id.getAsString() : "";
    }

    /** A text of the record for people: one printable line; {@code unknown} where it is none. */
    String text(String key) {
        JsonElement value = json.get(key);
        String text = value != null && value.isJsonPrimitive() ? value.getAsString() : "unknown";
        String head = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
        return head.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    String toJson() {
        return GSON.toJson(json);
    }

    /** @throws JsonParseException when it is no pointer of this schema */
    static Pointer parse(String text) {
        JsonObject json = object(text);
        JsonElement schema = json.get("schema");
        if (schema == null || !schema.isJsonPrimitive() || !schema.getAsString().equals(String.valueOf(SCHEMA))) {
            throw new JsonParseException("schema is " + schema + ", expected " + SCHEMA);
        }
        List<String> previous = new ArrayList<>();
        JsonElement earlier = json.get("previous");
        if (earlier instanceof JsonArray versions) {
            versions.forEach(version -> previous.add(version(version, "previous")));
        } else if (earlier != null && !earlier.isJsonNull()) {
            throw new JsonParseException("previous is no array");
        }
        return new Pointer(version(json.get("live"), "live"), previous, json);
    }

    private static JsonObject object(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement json = GSON.getAdapter(JsonElement.class).read(reader);
            if (json instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT) {
                return object;
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new JsonParseException("it is no JSON", e);
        }
        throw new JsonParseException("it is not one JSON object");
    }

    private static String version(JsonElement json, String key) {
        if (json == null
                || !json.isJsonPrimitive()
                || !json.getAsJsonPrimitive().isString()) {
            throw new JsonParseException(key + " is no version");
        }
        return json.getAsString();
    }

    private static Pointer decided(JsonObject json, String version, List<String> previous, Decision decision) {
        json.addProperty("live", version);
        json.add("previous", GSON.toJsonTree(previous));
        json.addProperty(DECISION, UUID.randomUUID().toString());
        json.addProperty("by", decision.by());
        json.addProperty("at", decision.at().truncatedTo(ChronoUnit.SECONDS).toString());
        json.addProperty("reason", decision.reason());
        return new Pointer(version, previous, json);
    }

    /**
     * Who decides when and why.
     *
     * @param by as in {@code ana@laptop}
     * @param at whole seconds are kept
     * @param reason one line
     */
    record Decision(String by, Instant at, String reason) {}
}
