package io.odradek.trainer.onnx;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a foreign model that says nothing of itself, as {@code streamer/README.md} has it. Immutable,
 * though the arrays are not copied.
 *
 * @param name of the model, with its version, or null
 * @param labels class names in output order
 * @param input how an image becomes pixels
 * @param channelsLast whether the graph takes {@code [N, H, W, C]}
 * @param dtype of the graph's input: float32, uint8, or null where it is not said
 * @param normalises whether scale, mean or std are said
 * @param factor for each channel: a sample x, 0 to 255, becomes factor·x + shift, which is (x·scale - mean) / std
 * @param shift for each channel
 * @param output logits, probabilities, or null where it is not said
 */
record Sidecar(
        @Nullable String name,
        List<String> labels,
        InputSpec input,
        boolean channelsLast,
        @Nullable String dtype,
        boolean normalises,
        float[] factor,
        float[] shift,
        @Nullable String output) {
    private static final String OUTPUT = "odradek.output";
    private static final Set<String> KEYS = Set.of(
            MetadataKeys.SCHEMA,
            MetadataKeys.NAME,
            MetadataKeys.VERSION,
            MetadataKeys.CREATED,
            MetadataKeys.LABELS,
            MetadataKeys.INPUT,
            MetadataKeys.RECIPE,
            MetadataKeys.DATA_SHA256,
            MetadataKeys.ACCURACY,
            MetadataKeys.GOLDEN,
            MetadataKeys.REFERENCE,
            OUTPUT);
    private static final List<String> SPEC_KEYS =
            List.of("layout", "dtype", "channels", "height", "width", "fit", "luma", "alphaBackground", "exif");
    private static final List<String> NORMALISATION_KEYS = List.of("scale", "mean", "std");

    /** A starting text names at most so many classes. */
    private static final int NAMED = 20;

    /**
     * Reads a file.
     *
     * @throws TrainerException names the key, what it holds and what is allowed
     */
    static Sidecar read(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return parse(JsonParser.parseReader(reader));
        } catch (IOException e) {
            throw new TrainerException("cannot read " + file + ": " + TrainerException.reasonOf(e), e);
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
            throw new TrainerException("sidecar " + file + ": " + TrainerException.reasonOf(e), e);
        } catch (UnsupportedOperationException | ClassCastException e) {
            throw new TrainerException(
                    "sidecar " + file + ": a value is of another type than streamer/README.md says", e);
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor throws.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new TrainerException("sidecar " + file + ": " + TrainerException.reasonOf(reason), e);
        }
    }

    private static Sidecar parse(JsonElement text) {
        require(text.isJsonObject(), "it holds no JSON object");
        JsonObject json = text.getAsJsonObject();
        requireKnown("it", json, KEYS);
        require(json.has(MetadataKeys.LABELS), MetadataKeys.LABELS + " is missing, a list of the class names");
        require(
                json.has(MetadataKeys.INPUT) && json.get(MetadataKeys.INPUT).isJsonObject(),
                MetadataKeys.INPUT + " is missing, an object that says how an image becomes the tensor");
        JsonObject input = json.getAsJsonObject(MetadataKeys.INPUT);
        requireKnown(
                MetadataKeys.INPUT,
                input,
                new HashSet<>(Stream.concat(SPEC_KEYS.stream(), NORMALISATION_KEYS.stream())
                        .toList()));
        String layout = choice(MetadataKeys.INPUT + ": layout", text(input, "layout"), "NCHW", "NHWC");
        InputSpec spec = spec(input);
        float[] factor = new float[spec.channels()];
        float[] shift = new float[spec.channels()];
        normalise(input, factor, shift);
        return new Sidecar(
                name(json),
                labels(json.get(MetadataKeys.LABELS)),
                spec,
                "NHWC".equals(layout),
                choice(MetadataKeys.INPUT + ": dtype", text(input, "dtype"), "float32", "uint8"),
                NORMALISATION_KEYS.stream().anyMatch(input::has),
                factor,
                shift,
                choice(OUTPUT, text(json, OUTPUT), "logits", "probabilities"));
    }

    /** Fills both arrays, one number for each channel. */
    private static void normalise(JsonObject input, float[] factor, float[] shift) {
        double scale = input.has("scale") ? input.get("scale").getAsDouble() : 1.0 / 255;
        double[] mean = perChannel(input, "mean", 0, factor.length);
        double[] std = perChannel(input, "std", 1, factor.length);
        for (int c = 0; c < factor.length; c++) {
            factor[c] = (float) (scale / std[c]);
            shift[c] = (float) (-mean[c] / std[c]);
            require(
                    Float.isFinite(factor[c]) && Float.isFinite(shift[c]) && factor[c] != 0,
                    MetadataKeys.INPUT + ": scale " + scale + ", mean " + mean[c] + " and std " + std[c]
                            + " give no finite numbers other than 0");
        }
    }

    /** A sidecar to start from, on one line: what the graph says, and names to be replaced. */
    static String startingText(GraphSignature graph) {
        boolean last = graph.looksChannelsLast();
        JsonObject input = new JsonObject();
        input.addProperty("layout", last ? "NHWC" : "NCHW");
        input.addProperty("dtype", graph.floats() ? "float32" : "uint8");
        input.addProperty("channels", size(graph.input()[last ? 3 : 1], 3));
        input.addProperty("height", size(graph.input()[last ? 1 : 2], 224));
        input.addProperty("width", size(graph.input()[last ? 2 : 3], 224));
        long classes = size(graph.classes(), 2);
        JsonArray labels = new JsonArray();
        for (int c = 0; c < Math.min(classes, NAMED); c++) {
            labels.add("class " + c);
        }
        if (classes > NAMED) {
            labels.add("and " + (classes - NAMED) + " more");
        }
        JsonObject json = new JsonObject();
        json.addProperty(MetadataKeys.NAME, "my-model");
        json.addProperty(MetadataKeys.VERSION, "1");
        json.add(MetadataKeys.LABELS, labels);
        json.addProperty(OUTPUT, "logits");
        json.add(MetadataKeys.INPUT, input);
        return json.toString();
    }

    private static long size(long known, long otherwise) {
        return known > 0 ? known : otherwise;
    }

    /** The contract's part of it; what is left out is as in its neutral input. */
    private static InputSpec spec(JsonObject input) {
        JsonObject spec =
                ModelMetadata.GSON.toJsonTree(InputSpec.of(1, 1, 1, "exact")).getAsJsonObject();
        SPEC_KEYS.stream().filter(input::has).forEach(key -> spec.add(key, input.get(key)));
        for (String size : List.of("channels", "height", "width")) {
            require(input.has(size), MetadataKeys.INPUT + ": " + size + " is missing");
        }
        // What the graph takes is not what the decoder gives.
        spec.addProperty("layout", "NCHW");
        spec.addProperty("dtype", "uint8");
        return ModelMetadata.GSON.fromJson(spec, InputSpec.class);
    }

    private static List<String> labels(JsonElement json) {
        List<String> labels = List.of(ModelMetadata.GSON.fromJson(json, String[].class));
        require(
                labels.size() >= 2 && new HashSet<>(labels).size() == labels.size(),
                MetadataKeys.LABELS + " has " + labels.size() + " names, " + new HashSet<>(labels).size()
                        + " distinct: at least two, none twice");
        return labels;
    }

    private static @Nullable String name(JsonObject json) {
        @Nullable String name = text(json, MetadataKeys.NAME);
        @Nullable String version = text(json, MetadataKeys.VERSION);
        return name == null || version == null ? name : name + "@" + version;
    }

    private static @Nullable String text(JsonObject json, String key) {
        @Nullable JsonElement value = json.get(key);
        require(value == null || value instanceof JsonPrimitive, key + " is " + value + ", expected a word");
        return value == null ? null : value.getAsString();
    }

    private static @Nullable String choice(String key, @Nullable String found, String first, String second) {
        require(
                found == null || found.equals(first) || found.equals(second),
                key + " is " + found + ", allowed: " + first + " or " + second);
        return found;
    }

    private static double[] perChannel(JsonObject input, String key, double otherwise, int channels) {
        if (!input.has(key)) {
            return IntStream.range(0, channels).mapToDouble(c -> otherwise).toArray();
        }
        require(
                input.get(key).isJsonArray(),
                MetadataKeys.INPUT + ": " + key + " is " + input.get(key) + ", expected a list of " + channels
                        + " numbers, one for each channel");
        double[] values = ModelMetadata.GSON.fromJson(input.get(key), double[].class);
        require(
                values.length == channels,
                MetadataKeys.INPUT + ": " + key + " has " + values.length + " numbers, expected " + channels
                        + ", one for each channel");
        return values;
    }

    private static void requireKnown(String where, JsonObject json, Set<String> known) {
        for (String key : json.keySet()) {
            require(
                    known.contains(key),
                    where + " has the unknown key " + key + ", allowed: "
                            + String.join(", ", known.stream().sorted().toList()));
        }
    }

    private static void require(boolean valid, String otherwise) {
        if (!valid) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
