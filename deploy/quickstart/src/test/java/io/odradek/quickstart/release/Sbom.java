package io.odradek.quickstart.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cyclonedx.Version;

/** A bill of materials in CycloneDX's JSON, and what it is compared with. */
record Sbom(JsonObject json) {
    static Sbom read(Path file) throws IOException {
        return new Sbom(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    }

    /** Holds a file against CycloneDX's own schema. */
    static void assertValid(Path file) throws IOException {
        File sbom = file.toFile();
        assertThat(new org.cyclonedx.parsers.JsonParser().validate(sbom, Version.VERSION_16))
                .isEmpty();
    }

    JsonObject subject() {
        return json.getAsJsonObject("metadata").getAsJsonObject("component");
    }

    Stream<JsonObject> components() {
        return objects(json.getAsJsonArray("components"));
    }

    /** The SHA-256 of each component that has one, by its package URL. */
    Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        components()
                .filter(component -> component.has("hashes"))
                .forEach(component -> digests.put(text(component, "purl"), sha256(component)));
        return digests;
    }

    static String text(JsonObject component, String key) {
        return component.get(key).getAsString();
    }

    static String sha256(JsonObject component) {
        return objects(component.getAsJsonArray("hashes"))
                .filter(hash -> text(hash, "alg").equals("SHA-256"))
                .map(hash -> text(hash, "content"))
                .findFirst()
                .orElseThrow();
    }

    static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
    }
}
