package io.odradek.trainer.onnx;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.InputSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says about itself, by the contract in {@code streamer/README.md}.
 *
 * @param id name and version
 * @param created when the file was written; whole seconds are kept
 * @param labels class names in output order, at least two, none twice
 * @param input how an image becomes the tensor
 * @param recipe recipe and hyperparameters, in JSON's types
 * @param dataSha256 digest of the decompressed training data
 * @param accuracy on held-out images, 0 to 1
 * @param golden at most ten examples; none: the key is left out
 * @param reference answers on held-out images
 */
public record ModelMetadata(
        ModelId id,
        Instant created,
        List<String> labels,
        InputSpec input,
        Map<String, Object> recipe,
        String dataSha256,
        double accuracy,
        List<GoldenExample> golden,
        Reference reference) {
    static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /** Copies the collections and checks the labels. */
    public ModelMetadata {
        labels = List.copyOf(labels);
        golden = List.copyOf(golden);
        if (labels.size() < 2 || labels.stream().distinct().count() < labels.size()) {
            throw new IllegalArgumentException("labels must be at least two and none twice, not " + labels);
        }
        if (golden.size() > GoldenExample.MAX_EXAMPLES) {
            throw new IllegalArgumentException(golden.size() + " golden examples, at most 10 are allowed");
        }
    }

    /** As {@code metadata_props}, in the order of the contract's table. */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(MetadataKeys.SCHEMA, MetadataKeys.SCHEMA_VERSION);
        properties.put(MetadataKeys.NAME, id.name());
        properties.put(MetadataKeys.VERSION, id.version());
        properties.put(
                MetadataKeys.CREATED, created.truncatedTo(ChronoUnit.SECONDS).toString());
        properties.put(MetadataKeys.LABELS, GSON.toJson(labels));
        properties.put(MetadataKeys.INPUT, GSON.toJson(input));
        properties.put(MetadataKeys.RECIPE, GSON.toJson(recipe));
        properties.put(MetadataKeys.DATA_SHA256, dataSha256);
        properties.put(MetadataKeys.ACCURACY, Double.toString(accuracy));
        if (!golden.isEmpty()) {
            properties.put(MetadataKeys.GOLDEN, withinLimit(GSON.toJson(golden)));
        }
        properties.put(MetadataKeys.REFERENCE, GSON.toJson(reference));
        return properties;
    }

    private static String withinLimit(String golden) {
        int bytes = golden.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > GoldenExample.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "golden examples take " + bytes + " bytes, at most " + GoldenExample.MAX_BYTES + " are allowed");
        }
        return golden;
    }
}
