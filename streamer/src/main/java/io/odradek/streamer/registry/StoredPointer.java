package io.odradek.streamer.registry;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.message.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pointer record: the whole state of a model, because compaction keeps only the newest one. What this version does not
 * know stays in it as found.
 *
 * @param offset of the record in partition 0; -1 for one that is not written yet
 * @param at the record's timestamp
 * @param pointer what the streamer reads of it
 * @param json all of it; read only
 */
public record StoredPointer(long offset, Instant at, Pointer pointer, JsonObject json) {
    private static final int MAX_PREVIOUS = 5;
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    /** They name people and times, never a version. */
    private static final Set<String> NO_VERSIONS = Set.of("schema", "decisionId", "by", "at", "reason");

    /**
     * Reads a record's value.
     *
     * @throws IllegalArgumentException says in one line why a streamer would not follow it
     */
    static StoredPointer parse(byte[] value, long offset, Instant at) {
        Pointer pointer = Pointer.parse(value);
        JsonObject json = JsonParser.parseString(new String(value, StandardCharsets.UTF_8))
                .getAsJsonObject();
        return new StoredPointer(offset, at, pointer, json);
    }

    /** The first decision about a model. */
    static StoredPointer first(String version, Decision decision) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        for (String key : List.of("live", "previous", "shadow", "canary", "policy")) {
            json.add(key, JsonNull.INSTANCE);
        }
        return decided(json, version, List.of(), decision);
    }

    /** The decision that makes {@code version} live after this one. */
    StoredPointer next(String version, Decision decision) {
        Set<String> history = new LinkedHashSet<>(List.of(pointer.live()));
        history.addAll(pointer.previous());
        history.remove(version);
        return decided(
                json.deepCopy(), version, history.stream().limit(MAX_PREVIOUS).toList(), decision);
    }

    /** The record's value. */
    public byte[] toBytes() {
        return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    /** A text of the record, cleaned for people; empty where it is none. */
    public String text(String key) {
        return OneLine.of(raw(key));
    }

    /** Whether this record is that decision. */
    boolean is(Decision decision) {
        return raw("decisionId").equals(decision.id());
    }

    /** What this pointer calls a version: {@code live}, {@code previous}, {@code shadow}, {@code canary}, or nothing. */
    public String role(String version) {
        if (pointer.live().equals(version)) {
            return "live";
        }
        for (String role : List.of("canary", "shadow")) {
            if (names(json.get(role)).contains(version)) {
                return role;
            }
        }
        return pointer.previous().contains(version) ? "previous" : "";
    }

    /** The versions that it certainly names: live, previous, canary, shadow. */
    public Set<String> versions() {
        Set<String> versions = new LinkedHashSet<>(List.of(pointer.live()));
        versions.addAll(pointer.previous());
        for (String role : List.of("canary", "shadow")) {
            JsonElement value = json.get(role);
            JsonElement version = value instanceof JsonObject object ? object.get("version") : value;
            if (version != null && version.isJsonPrimitive() && ModelContract.isVersion(version.getAsString())) {
                versions.add(version.getAsString());
            }
        }
        return versions;
    }

    /** Every text in the record that may name a version. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            if (!NO_VERSIONS.contains(entry.getKey())) {
                names.addAll(names(entry.getValue()));
            }
        }
        return names;
    }

    private static Set<String> names(@Nullable JsonElement json) {
        Set<String> names = new HashSet<>();
        if (json instanceof JsonObject object) {
            object.asMap().values().forEach(value -> names.addAll(names(value)));
        } else if (json instanceof JsonArray array) {
            array.forEach(value -> names.addAll(names(value)));
        } else if (json != null && json.isJsonPrimitive()) {
            names.add(json.getAsString());
        }
        return names;
    }

    private String raw(String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static StoredPointer decided(JsonObject json, String version, List<String> previous, Decision decision) {
        json.addProperty("live", version);
        json.add("previous", GSON.toJsonTree(previous));
        json.addProperty("decisionId", decision.id());
        json.addProperty("by", decision.by());
        json.addProperty("at", decision.at());
        json.addProperty("reason", decision.reason());
        return new StoredPointer(-1, Instant.EPOCH, new Pointer(version, previous), json);
    }
}
