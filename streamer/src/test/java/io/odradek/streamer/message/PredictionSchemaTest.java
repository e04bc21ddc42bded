package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What readers of predictions rely on: fields are added within a schema, never taken away, never changed. */
class PredictionSchemaTest {
    /** Schema 1 as first released: a line here is never changed; one that is added to a release is added here. */
    private static final Map<String, String> SCHEMA_1 = Map.ofEntries(
            Map.entry("schema", "number"),
            Map.entry("label", "text"),
            Map.entry("index", "number"),
            Map.entry("confidence", "number"),
            Map.entry("probabilities", "numbers"),
            Map.entry("model.name", "text"),
            Map.entry("model.version", "text"),
            Map.entry("model.sha256", "text"),
            Map.entry("source.topic", "text"),
            Map.entry("source.partition", "number"),
            Map.entry("source.offset", "number"));

    private static final Prediction PREDICTION = new Prediction(
            "Sneaker",
            1,
            new float[] {0.25f, 0.75f},
            new ModelRef("fashion-mnist", "7", "ab".repeat(32)),
            new Source("images", 3, 1841));

    /** A consumer that was written for the first release. */
    private record OldPrediction(
            int schema,
            String label,
            int index,
            double confidence,
            List<Double> probabilities,
            OldModel model,
            OldSource source) {}

    private record OldModel(String name, String version, String sha256) {}

    private record OldSource(String topic, int partition, long offset) {}

    @Test
    void keepsEveryFieldOfSchemaOneWithItsType() {
        assertThat(fields(json())).containsAllEntriesOf(SCHEMA_1);
        assertThat(json().get("schema").getAsInt()).isEqualTo(1);
    }

    @Test
    void hasTheFieldsThatTheReadmeShowsAndNoOther() throws IOException {
        String example = Files.readAllLines(Path.of("..", "streamer", "README.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("{\"schema\":1,\"label\""))
                .findFirst()
                .orElseThrow()
                .replace(",...", "");

        assertThat(fields(JsonParser.parseString(example).getAsJsonObject())).isEqualTo(fields(json()));
    }

    @Test
    void isReadByAnOldConsumerEvenWhenFieldsWereAdded() {
        JsonObject later = json();
        later.addProperty("added", "one day");
        later.getAsJsonObject("model").addProperty("added", true);

        OldPrediction read = new Gson().fromJson(later, OldPrediction.class);

        assertThat(read)
                .isEqualTo(new OldPrediction(
                        1,
                        "Sneaker",
                        1,
                        0.75,
                        List.of(0.25, 0.75),
                        new OldModel("fashion-mnist", "7", "ab".repeat(32)),
                        new OldSource("images", 3, 1841)));
    }

    private static JsonObject json() {
        byte[] bytes = new PredictionSerializer().serialize("predictions", PREDICTION);
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static Map<String, String> fields(JsonObject json) {
        Map<String, String> fields = new TreeMap<>();
        json.entrySet().forEach(field -> {
            if (field.getValue() instanceof JsonObject inner) {
                fields(inner).forEach((name, type) -> fields.put(field.getKey() + "." + name, type));
            } else {
                fields.put(field.getKey(), type(field.getValue()));
            }
        });
        return fields;
    }

    private static String type(JsonElement value) {
        if (value.isJsonArray()) {
            return type(value.getAsJsonArray().get(0)) + "s";
        }
        return value.getAsJsonPrimitive().isNumber() ? "number" : "text";
    }
}
