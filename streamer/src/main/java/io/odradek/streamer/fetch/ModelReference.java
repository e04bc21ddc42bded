package io.odradek.streamer.fetch;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a model file is, in place of the file itself (README, Topics).
 *
 * @param uri {@code https} with a host, or {@code file} with an absolute path; without user info, fragment, and anything
 *     that could lead out of a directory
 * @param sha256 the file's SHA-256, 64 lower-case hexadecimal digits
 * @param bytes the file's size, at least 1
 */
public record ModelReference(URI uri, String sha256, long bytes) {
    private static final Gson GSON = new Gson();
    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_PORT = 65_535;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    /** A dot, a slash or a percent sign in disguise. */
    private static final Pattern DISGUISED = Pattern.compile("%(2e|2f|5c|25|00)");

    /** Validates. @throws IllegalArgumentException says what is wrong and what is allowed */
    public ModelReference {
        checkUri(uri);
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a reference's \"sha256\" must be 64 lower-case hexadecimal digits");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("a reference's \"bytes\" is " + bytes + ", it must be at least 1");
        }
    }

    /** Whether a record's value is meant as a reference: no ONNX file begins with a brace. */
    public static boolean isReference(byte[] value) {
        return value.length > 0 && value[0] == '{';
    }

    /**
     * Parses a record's value.
     *
     * @throws IllegalArgumentException says in one line what is wrong with it
     */
    public static ModelReference parse(byte[] value) {
        JsonObject json = object(value);
        if (number(json.get("schema"), "schema") != 1) {
            throw new IllegalArgumentException("a reference's \"schema\" must be 1");
        }
        double bytes = number(json.get("bytes"), "bytes");
        if (bytes != Math.rint(bytes) || bytes > 1L << 53) {
            throw new IllegalArgumentException("a reference's \"bytes\" must be a whole number");
        }
        try {
            return new ModelReference(
                    new URI(text(json.get("uri"), "uri")), text(json.get("sha256"), "sha256"), (long) bytes);
        } catch (URISyntaxException e) {
            // Its message would show the query.
            throw new IllegalArgumentException("a reference's \"uri\" is no URI", e);
        }
    }

    /** The URI for people: without its query, which may hold a secret. */
    public String shown() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return isFile() ? "file://" + uri.getRawPath() : "https://" + uri.getHost() + port + uri.getRawPath();
    }

    boolean isFile() {
        return "file".equals(uri.getScheme());
    }

    private static void checkUri(URI uri) {
        String path = uri.getRawPath();
        boolean https = "https".equals(uri.getScheme()) && uri.getHost() != null;
        boolean file = "file".equals(uri.getScheme()) && uri.getRawAuthority() == null && uri.getRawQuery() == null;
        if (path == null || !path.startsWith("/") || !(https || file)) {
            throw new IllegalArgumentException(
                    "a reference's \"uri\" must be https://host/path, or file:///path without a query");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException(
                    "a reference's \"uri\" has port " + uri.getPort() + ", allowed: 1 to 65535");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a reference's \"uri\" has user info or a fragment, which is not allowed");
        }
        boolean dots = false;
        for (String segment : path.split("/", -1)) {
            String name = segment.split(";", -1)[0];
            dots |= name.equals(".") || name.equals("..");
        }
        if (dots || DISGUISED.matcher(path.toLowerCase(Locale.ROOT)).find()) {
            throw new IllegalArgumentException(
                    "a reference's \"uri\" has \".\", \"..\" or encoded dots or slashes in its path, not allowed");
        }
    }

    private static JsonObject object(byte[] value) {
        if (value.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a reference has " + value.length + " bytes, allowed: " + MAX_LENGTH + " (or is it no ONNX file?)");
        }
        JsonReader reader = new JsonReader(new StringReader(new String(value, StandardCharsets.UTF_8)));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement json = GSON.getAdapter(JsonElement.class).read(reader);
            if (json instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT) {
                return object;
            }
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("a value that begins with { must be a reference in JSON", e);
        }
        throw new IllegalArgumentException("a value that begins with { must be one JSON object, a reference");
    }

    private static String text(@Nullable JsonElement json, String key) {
        if (json == null
                || !json.isJsonPrimitive()
                || !json.getAsJsonPrimitive().isString()) {
            throw new IllegalArgumentException("a reference's \"" + key + "\" must be a text");
        }
        return json.getAsString();
    }

    private static double number(@Nullable JsonElement json, String key) {
        if (json == null
                || !json.isJsonPrimitive()
                || !json.getAsJsonPrimitive().isNumber()) {
            throw new IllegalArgumentException("a reference's \"" + key + "\" must be a number");
        }
        return json.getAsDouble();
    }
}
