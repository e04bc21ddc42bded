package io.odradek.streamer.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One version of a model in the topic; its bytes are not kept.
 *
 * @param name the model's name
 * @param version its version
 * @param offset of its record in partition 0
 * @param at the record's timestamp
 * @param recordBytes key and value, as stored without compression
 * @param bytes size of the file, which a reference states
 * @param sha256 of the file, which a reference states; empty where it is unknown
 * @param description what the file says about itself
 */
public record Artefact(
        String name,
        String version,
        long offset,
        Instant at,
        long recordBytes,
        long bytes,
        String sha256,
        Description description) {
    private static final int MAX_REFERENCE_BYTES = 64 * 1024;

    /** The record's key. */
    public String key() {
        return name + "@" + version;
    }

    /** Whether no streamer would admit it. */
    public boolean isUnreadable() {
        return description instanceof Description.Unreadable;
    }

    /** Reads a record's value: an ONNX file, or JSON that says where one is. */
    static Artefact of(String name, String version, byte[] value, long offset, Instant at) {
        long recordBytes = (long) name.length() + 1 + version.length() + value.length;
        // An ONNX file cannot begin so: it would be a field of a kind that protobuf gave up.
        if (value.length > 0 && value[0] == '{') {
            return reference(name, version, value, offset, at, recordBytes);
        }
        return new Artefact(
                name,
                version,
                offset,
                at,
                recordBytes,
                value.length,
                Digest.sha256(value),
                Description.of(value, name, version));
    }

    private static Artefact reference(
            String name, String version, byte[] value, long offset, Instant at, long recordBytes) {
        try {
            if (value.length > MAX_REFERENCE_BYTES) {
                throw new JsonParseException("it has " + value.length + " bytes");
            }
            JsonObject json = JsonParser.parseString(new String(value, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            String sha256 = text(json, "sha256");
            if (!text(json, "schema").equals("1") || !sha256.matches("[0-9a-f]{64}")) {
                throw new JsonParseException("schema or sha256 is wrong");
            }
            // A query may hold a signature, which is as good as a password.
            String uri = OneLine.of(text(json, "uri").replaceFirst("[?#].*", "").replaceFirst("//[^/@]*@", "//"));
            long bytes = Long.parseLong(text(json, "bytes"));
            return new Artefact(name, version, offset, at, recordBytes, bytes, sha256, new Description.Elsewhere(uri));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            Description unreadable = new Description.Unreadable("no reference to a file: " + shortly(e));
            return new Artefact(name, version, offset, at, recordBytes, value.length, Digest.sha256(value), unreadable);
        }
    }

    private static String text(JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null || !value.isJsonPrimitive()) {
            throw new JsonParseException(key + " is missing");
        }
        return value.getAsString();
    }

    private static String shortly(RuntimeException e) {
        return OneLine.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
}
