package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionSerializerTest {
    private final PredictionSerializer serializer = new PredictionSerializer();

    @Test
    void writesOneLineWithEveryDocumentedKey() {
        String json = json(new Prediction(
                "Sneaker",
                1,
                new float[] {1e-7f, 0.75f, 0.25f},
                new ModelRef("fashion-mnist", "7", "ab".repeat(32)),
                new Source("images", 3, 1841)));

        assertThat(json)
                .isEqualTo("{\"schema\":1,\"label\":\"Sneaker\",\"index\":1,\"confidence\":0.75,"
                        + "\"probabilities\":[1.0E-7,0.75,0.25],"
                        + "\"model\":{\"name\":\"fashion-mnist\",\"version\":\"7\",\"sha256\":\"" + "ab".repeat(32)
                        + "\"},\"source\":{\"topic\":\"images\",\"partition\":3,\"offset\":1841}}");
    }

    @Test
    void escapesHostileLabels() {
        String label = "a\"b\\c\nd\u0001e\u2028\u00e9";

        String json = json(new Prediction(
                label, 0, new float[] {1, 0}, new ModelRef("m", "1", "00".repeat(32)), new Source("t", 0, 0)));

        assertThat(json).doesNotContain("\n");
        JsonObject parsed = JsonParser.parseString(json).getAsJsonObject();
        assertThat(parsed.get("label").getAsString()).isEqualTo(label);
    }

    @Test
    void writesTheModelAndTheTopicOfEachPrediction() {
        float[] sure = {1};
        ModelRef first = new ModelRef("m", "1", "00".repeat(32));
        ModelRef second = new ModelRef("m", "2", "11".repeat(32));
        List<Prediction> predictions = List.of(
                new Prediction("a", 0, sure, first, new Source("t", 0, 0)),
                new Prediction("b", 0, sure, second, new Source("t", 1, 1)),
                new Prediction("c", 0, sure, second, new Source("u", 2, 2)),
                new Prediction("d", 0, sure, first, new Source("t", 3, 3)));

        List<String> written = predictions.stream().map(this::json).toList();

        assertThat(written)
                .isEqualTo(predictions.stream().map(this::jsonOfAnother).toList());
        assertThat(written.get(2)).contains("\"version\":\"2\"", "\"topic\":\"u\"");
    }

    @Test
    void servesSeveralThreads() {
        List<Prediction> predictions = IntStream.range(0, 20_000)
                .mapToObj(i -> new Prediction(
                        "label " + i % 10,
                        0,
                        new float[] {i / 20_000f, 0.5f},
                        new ModelRef("m", "" + i % 3, "00".repeat(32)),
                        new Source("t", i % 7, i)))
                .toList();

        List<String> together = predictions.parallelStream().map(this::json).toList();

        assertThat(together)
                .isEqualTo(predictions.stream().map(this::jsonOfAnother).toList());
    }

    /** By a serializer that has seen no other. */
    private String jsonOfAnother(Prediction prediction) {
        return new String(new PredictionSerializer().serialize("predictions", prediction), StandardCharsets.UTF_8);
    }

    private String json(Prediction prediction) {
        return new String(serializer.serialize("predictions", prediction), StandardCharsets.UTF_8);
    }
}
