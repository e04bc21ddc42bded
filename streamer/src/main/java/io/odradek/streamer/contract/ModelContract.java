package io.odradek.streamer.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.odradek.streamer.image.Fit;
import io.odradek.streamer.image.InputSpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an ONNX file says about itself: the README's table of {@code metadata_props} keys.
 *
 * @param name the model's name
 * @param version the model's version
 * @param labels class names in output order, at least two, none twice
 * @param input how an image becomes the tensor
 * @param golden at most ten real images with their results; may be empty
 * @param accuracy on held-out images, 0 to 1; null where the file does not say
 * @param reference what it answered on them, to recognise drift by
 */
public record ModelContract(
        String name,
        String version,
        List<String> labels,
        InputSpec input,
        List<Golden> golden,
        @Nullable Double accuracy,
        Reference.Reading reference) {
    /** The keys that each model has. */
    public static final List<String> REQUIRED = List.of(
            "odradek.schema", "odradek.name", "odradek.version", "odradek.created", "odradek.labels", "odradek.input");

    /** The keys that a model may leave out. */
    public static final List<String> OPTIONAL = List.of(
            "odradek.recipe",
            "odradek.data.sha256",
            "odradek.accuracy",
            "odradek.golden",
            "odradek.reference",
            ModelSignature.KEY);

    private static final String SCHEMA = "1";
    private static final int MAX_GOLDEN = 10;
    private static final int MAX_GOLDEN_BYTES = 64 * 1024;
    /** A prediction must fit into the room that its record has beside the image's key and headers. */
    private static final int MAX_LABELS = 3_800;

    private static final int MAX_LABEL_LENGTH = 256;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern ACCURACY = Pattern.compile("0(\\.\\d{1,18})?|1(\\.0{1,18})?");
    private static final List<Double> LUMA = List.of(0.299, 0.587, 0.114);

    /** Copies the lists. */
    public ModelContract {
        labels = List.copyOf(labels);
        golden = List.copyOf(golden);
    }

    /**
     * Reads and checks the metadata.
     *
     * @throws IllegalArgumentException names the key, what it holds and what is allowed
     */
    public static ModelContract parse(Map<String, String> metadata) {
        if (metadata.keySet().stream().noneMatch(key -> key.startsWith("odradek."))) {
            throw new IllegalArgumentException(
                    "no metadata key begins with odradek.: a model from elsewhere needs a sidecar (streamer adopt --help)");
        }
        for (String key : REQUIRED) {
            if (!metadata.containsKey(key)) {
                throw new IllegalArgumentException("metadata key " + key + " is missing");
            }
        }
        String schema = required(metadata, "odradek.schema");
        if (!schema.equals(SCHEMA)) {
            throw new IllegalArgumentException(
                    "odradek.schema is \"" + clip(schema) + "\", this streamer knows " + SCHEMA);
        }
        checkCreated(required(metadata, "odradek.created"));
        List<String> labels = labels(required(metadata, "odradek.labels"));
        return new ModelContract(
                matching("odradek.name", required(metadata, "odradek.name"), NAME),
                matching("odradek.version", required(metadata, "odradek.version"), VERSION),
                labels,
                input(required(metadata, "odradek.input")),
                golden(metadata.get("odradek.golden"), labels.size()),
                accuracy(metadata.get("odradek.accuracy")),
                Reference.read(metadata.get("odradek.reference"), labels.size()));
    }

    /** For people to look at: a file is not refused for it. */
    private static @Nullable Double accuracy(@Nullable String text) {
        if (text == null || !ACCURACY.matcher(text).matches()) {
            return null;
        }
        return Double.valueOf(text);
    }

    /** Whether a text can be a model's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a text can be a model's version. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    private static String required(Map<String, String> metadata, String key) {
        return metadata.getOrDefault(key, "");
    }

    private static void checkCreated(String created) {
        try {
            Instant.parse(created);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "odradek.created is \"" + clip(created) + "\", expected a UTC time like 2026-11-24T04:20:00Z", e);
        }
    }

    private static String matching(String key, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(key + " is \"" + clip(value) + "\", allowed: " + pattern);
        }
        return value;
    }

    private static List<String> labels(String json) {
        String key = "odradek.labels";
        List<String> labels = new ArrayList<>();
        for (JsonElement label : Json.array(key, Json.parse(key, json))) {
            labels.add(Json.text(key, label));
        }
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MAX_LABEL_LENGTH) {
                throw new IllegalArgumentException(
                        key + " has a name of " + label.length() + " characters, allowed: 1 to " + MAX_LABEL_LENGTH);
            }
        }
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException(key + " has " + labels.size() + " names, allowed: 2 to " + MAX_LABELS);
        }
        Set<String> distinct = new HashSet<>(labels);
        if (labels.size() < 2 || distinct.size() != labels.size()) {
            throw new IllegalArgumentException(key + " has " + labels.size() + " names, " + distinct.size()
                    + " distinct: at least two, none twice");
        }
        return labels;
    }

    private static InputSpec input(String json) {
        String key = "odradek.input";
        JsonObject input = Json.object(key, Json.parse(key, json));
        Json.only(key + ".layout", input.get("layout"), "NCHW");
        Json.only(key + ".dtype", input.get("dtype"), "uint8");
        Json.only(key + ".exif", input.get("exif"), "ignore");
        if (!Json.numbers(key + ".luma", input.get("luma")).equals(LUMA)) {
            throw new IllegalArgumentException(key + ".luma is " + input.get("luma") + ", served: " + LUMA);
        }
        try {
            return new InputSpec(
                    Json.integer("channels", input.get("channels")),
                    Json.integer("height", input.get("height")),
                    Json.integer("width", input.get("width")),
                    Fit.named(Json.text("fit", input.get("fit"))),
                    Json.integer("alphaBackground", input.get("alphaBackground")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static List<Golden> golden(@Nullable String json, int classes) {
        if (json == null) {
            return List.of();
        }
        String key = "odradek.golden";
        List<Golden> golden = new ArrayList<>();
        for (JsonElement element : Json.array(key, Json.parse(key, json))) {
            golden.add(golden(key, Json.object(key, element), classes));
        }
        if (golden.size() > MAX_GOLDEN || json.length() > MAX_GOLDEN_BYTES) {
            throw new IllegalArgumentException(key + " has " + golden.size() + " images in " + json.length()
                    + " characters, allowed: " + MAX_GOLDEN + " images, " + MAX_GOLDEN_BYTES + " characters");
        }
        return golden;
    }

    private static Golden golden(String key, JsonObject json, int classes) {
        List<Double> probabilities = Json.numbers(key + ".probabilities", json.get("probabilities"));
        double tolerance = Json.number(key + ".tolerance", json.get("tolerance"));
        if (probabilities.size() != classes || !(tolerance > 0 && tolerance <= 0.01)) {
            throw new IllegalArgumentException(key + " has an image with " + probabilities.size()
                    + " probabilities and tolerance " + tolerance + "; expected " + classes
                    + " probabilities and a tolerance above 0, up to 0.01");
        }
        float[] expected = new float[classes];
        for (int c = 0; c < classes; c++) {
            expected[c] = probabilities.get(c).floatValue();
        }
        return new Golden(
                Json.text(key + ".contentType", json.get("contentType")),
                base64(key + ".image", Json.text(key + ".image", json.get("image"))),
                Json.text(key + ".tensorSha256", json.get("tensorSha256")),
                expected,
                (float) tolerance);
    }

    private static byte[] base64(String key, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " is no base64", e);
        }
    }

    /** Metadata is anybody's text: a message shows 60 printable characters of it at most. */
    private static String clip(String text) {
        String clean = text.replaceAll("[^ -~]", "?");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "...";
    }
}
