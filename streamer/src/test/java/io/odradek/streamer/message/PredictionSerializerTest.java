package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
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

    private String json(Prediction prediction) {
        return new String(serializer.serialize("predictions", prediction), StandardCharsets.UTF_8);
    }
}
