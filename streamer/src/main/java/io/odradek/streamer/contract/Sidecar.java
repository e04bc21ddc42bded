package io.odradek.streamer.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.odradek.streamer.image.InputSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a sidecar says about a foreign model.
 *
 * @param metadata the {@code metadata_props} of the adopted model
 * @param input how an image becomes the tensor
 * @param channelsLast whether the foreign graph takes {@code [N, H, W, C]}
 * @param logits whether the foreign graph returns logits
 * @param factor for each channel: a sample x, 0 to 255, becomes {@code factor * x + shift}
 * @param shift for each channel
 * @param classes number of labels
 */
record Sidecar(
        Map<String, String> metadata,
        InputSpec input,
        boolean channelsLast,
        boolean logits,
        float[] factor,
        float[] shift,
        int classes) {
    private static final String INPUT = "odradek.input";
    private static final String OUTPUT = "odradek.output";
    /** Not the time of adoption: the same pair of files must give the same bytes. */
    private static final String UNKNOWN_TIME = "1970-01-01T00:00:00Z";

    private static final Set<String> INPUT_KEYS = Set.of(
            "layout",
            "dtype",
            "channels",
            "height",
            "width",
            "fit",
            "luma",
            "alphaBackground",
            "exif",
            "scale",
            "mean",
            "std");

    /** Parses. @throws IllegalArgumentException names the key, what it holds and what is allowed */
    static Sidecar parse(String text) {
        JsonObject json = Json.object("the sidecar", Json.parse("the sidecar", text));
        List<String> known = new ArrayList<>(ModelContract.REQUIRED);
        known.addAll(ModelContract.OPTIONAL);
        known.add(OUTPUT);
        json.keySet().forEach(key -> checkKnown("the sidecar", key, known));
        JsonObject input = Json.object(INPUT, json.get(INPUT));
        input.keySet().forEach(key -> checkKnown(INPUT, key, INPUT_KEYS));
        boolean channelsLast = choice(INPUT + ".layout", text(input, "layout", "NCHW"), "NCHW", "NHWC");
        Json.only(INPUT + ".dtype", new JsonPrimitive(text(input, "dtype", "float32")), "float32");
        boolean probabilities = choice(OUTPUT, text(json, OUTPUT, ""), "logits", "probabilities");
        Map<String, String> metadata = metadata(json, served(input));
        ModelContract contract = ModelContract.parse(metadata);
        int channels = contract.input().channels();
        double scale = input.has("scale") ? Json.number(INPUT + ".scale", input.get("scale")) : 1.0 / 255;
        List<Double> mean = perChannel(input, "mean", 0, channels);
        List<Double> std = perChannel(input, "std", 1, channels);
        float[] factor = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = usable(scale / std.get(c));
            shift[c] = usable(-mean.get(c) / std.get(c));
            if (factor[c] == 0) {
                throw new IllegalArgumentException(INPUT + ".scale must not be 0");
            }
        }
        return new Sidecar(
                metadata,
                contract.input(),
                channelsLast,
                !probabilities,
                factor,
                shift,
                contract.labels().size());
    }

    /** The metadata strings: natural JSON types become text, what is left out gets its default. */
    private static Map<String, String> metadata(JsonObject json, JsonObject served) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("odradek.schema", "1");
        metadata.put("odradek.created", UNKNOWN_TIME);
        json.entrySet().forEach(e -> metadata.put(e.getKey(), string(e.getValue())));
        metadata.put(INPUT, served.toString());
        metadata.remove(OUTPUT);
        return metadata;
    }

    /** {@code odradek.input} as the adopted graph has it. */
    private static JsonObject served(JsonObject input) {
        JsonObject served = new JsonObject();
        served.addProperty("layout", "NCHW");
        served.addProperty("dtype", "uint8");
        Map<String, JsonElement> rest = new LinkedHashMap<>();
        JsonObject defaults = Json.object(
                INPUT,
                Json.parse(
                        INPUT,
                        "{\"channels\":null,\"height\":null,\"width\":null,\"fit\":\"exact\","
                                + "\"luma\":[0.299,0.587,0.114],\"alphaBackground\":0,\"exif\":\"ignore\"}"));
        defaults.entrySet().forEach(e -> rest.put(e.getKey(), e.getValue()));
        rest.replaceAll((key, value) -> input.has(key) ? input.get(key) : value);
        rest.forEach(served::add);
        return served;
    }

    private static String string(JsonElement value) {
        return value instanceof JsonPrimitive p && p.isString() ? p.getAsString() : value.toString();
    }

    private static String text(JsonObject json, String key, String byDefault) {
        return json.has(key) ? Json.text(key, json.get(key)) : byDefault;
    }

    /** Whether it is the second. */
    private static boolean choice(String key, String found, String first, String second) {
        if (!found.equals(first) && !found.equals(second)) {
            throw new IllegalArgumentException(
                    key + " is \"" + found + "\", allowed: \"" + first + "\" or \"" + second + "\"");
        }
        return found.equals(second);
    }

    private static List<Double> perChannel(JsonObject input, String key, double byDefault, int channels) {
        if (!input.has(key)) {
            return Collections.nCopies(channels, byDefault);
        }
        List<Double> values = Json.numbers(INPUT + "." + key, input.get(key));
        if (values.size() != channels) {
            throw new IllegalArgumentException(INPUT + "." + key + " has " + values.size()
                    + " numbers, expected one for each of the " + channels + " channels");
        }
        return values;
    }

    private static float usable(double value) {
        if (!Float.isFinite((float) value)) {
            throw new IllegalArgumentException(
                    INPUT + ": scale, mean and std give no finite numbers; std must not be 0");
        }
        return (float) value;
    }

    private static void checkKnown(String where, String key, Iterable<String> known) {
        Map<Integer, String> byDistance = new TreeMap<>(Collections.reverseOrder());
        for (String candidate : known) {
            if (candidate.equals(key)) {
                return;
            }
            byDistance.putIfAbsent(likeness(candidate, key), candidate);
        }
        throw new IllegalArgumentException(where + " has an unknown key \"" + OneLine.of(key) + "\": did you mean \""
                + byDistance.values().iterator().next() + "\"?");
    }

    /** Length of the longest common subsequence, doubled, less both lengths. */
    private static int likeness(String a, String other) {
        String b = other.length() > 100 ? "" : other;
        int[][] common = new int[a.length() + 1][b.length() + 1];
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                common[i][j] = a.charAt(i - 1) == b.charAt(j - 1)
                        ? common[i - 1][j - 1] + 1
                        : Math.max(common[i - 1][j], common[i][j - 1]);
            }
        }
        return 2 * common[a.length()][b.length()] - a.length() - b.length();
    }
}
