package io.odradek.streamer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionReaderTest {
    private static final Prediction PREDICTION = new Prediction(
            "Sneaker",
            1,
            new float[] {1e-7f, 0.1f, 0.25f},
            new ModelRef("fashion-mnist", "7", "ab".repeat(32)),
            new Source("images", 3, 1L << 40));

    @Test
    void readsWhatTheStreamerWritesToTheLastBit() {
        byte[] written = new PredictionSerializer().serialize("predictions", PREDICTION);

        assertThat(PredictionReader.source(written)).contains(PREDICTION.source());
        assertThat(PredictionReader.read(written)).hasValueSatisfying(read -> {
            assertThat(read.label()).isEqualTo("Sneaker");
            assertThat(read.index()).isEqualTo(1);
            assertThat(read.probabilities()).containsExactly(1e-7f, 0.1f, 0.25f);
            assertThat(read.model()).isEqualTo(PREDICTION.model());
            assertThat(read.source()).isEqualTo(PREDICTION.source());
        });
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() {
        byte[] later =
                utf8("{\"new\":{\"source\":[1]},\"source\":{\"topic\":\"t\",\"partition\":1,\"offset\":2,\"x\":3}}");

        assertThat(PredictionReader.source(later)).contains(new Source("t", 1, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "no json",
                "{\"source\":",
                "{}",
                "{\"source\":null}",
                "{\"source\":{}}",
                "{\"source\":{\"topic\":\"t\",\"partition\":1e99}}"
            })
    void findsNothingInWhatIsNoPrediction(String value) {
        assertThat(PredictionReader.source(utf8(value))).isEmpty();
        assertThat(PredictionReader.read(utf8(value))).isEmpty();
        assertThat(PredictionReader.source(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"index\":1,\"probabilities\":[1],\"model\":{\"name\":\"m\",\"version\":\"1\",\"sha256\":\"0\"}",
                "\"index\":0,\"probabilities\":[],\"model\":{\"name\":\"m\",\"version\":\"1\",\"sha256\":\"0\"}",
                "\"index\":0,\"probabilities\":[1],\"model\":{\"name\":\"m\",\"version\":\"1\"}",
                "\"index\":0,\"probabilities\":[1]"
            })
    void takesNoHalfPrediction(String fields) {
        String source = "{\"label\":\"x\",\"source\":{\"topic\":\"t\",\"partition\":0,\"offset\":0},";

        assertThat(PredictionReader.read(utf8(source + fields + "}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e99"})
    void takesNoConfidenceThatIsNoNumber(String confidence) {
        assertThat(PredictionReader.past(past("0.5"))).isPresent();
        assertThat(PredictionReader.past(past(confidence))).isEmpty();
    }

    private static byte[] past(String confidence) {
        return utf8(
                "{\"label\":\"x\",\"confidence\":" + confidence + ",\"probabilities\":[1],\"model\":{\"name\":\"m\","
                        + "\"version\":\"1\",\"sha256\":\"0\"},\"source\":{\"topic\":\"t\",\"partition\":0,\"offset\":0}}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
