package io.odradek.quickstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final JsonObject json =
            JsonParser.parseString(Summary.json(Figures.of("Bag", "Shirt"))).getAsJsonObject();

    @Test
    void hasTheDocumentedKeys() {
        assertThat(json.keySet())
                .contains(
                        "images",
                        "predictions",
                        "lost",
                        "deadLetters",
                        "accuracy",
                        "imagesPerSecond",
                        "latencyMs",
                        "modelVersions",
                        "trainSeconds");
        assertThat(json.getAsJsonObject("latencyMs").keySet()).containsExactly("p50", "p95", "p99");
    }

    @Test
    void countsImagesOverAllPhases() {
        assertThat(json.get("images").getAsInt()).isEqualTo(64);
        assertThat(json.get("predictions").getAsInt()).isEqualTo(64);
        assertThat(json.get("lost").getAsInt()).isZero();
        assertThat(json.getAsJsonArray("phases")).hasSize(3);
    }

    @Test
    void givesRateOfTheFullAndLatencyOfThePacedPhase() {
        assertThat(json.get("imagesPerSecond").getAsDouble()).isEqualTo(3_000);
        assertThat(json.getAsJsonObject("latencyMs").get("p50").getAsDouble()).isEqualTo(4.25);
        assertThat(json.getAsJsonObject("latencyMs").get("p99").getAsDouble()).isEqualTo(20);
    }

    @Test
    void tellsWhatTheLabelsSaid() {
        assertThat(json.getAsJsonObject("live").toString())
                .isEqualTo("{\"images\":12,\"correct\":10,\"accuracy\":0.833333}");
    }

    @Test
    void namesBothVersionsInTheirOrder() {
        assertThat(json.getAsJsonArray("modelVersions").toString()).isEqualTo("[\"seed-2-epochs\",\"seed-3-epochs\"]");
    }

    @Test
    void roundsWithoutHidingTheAccuracy() {
        assertThat(json.get("accuracy").getAsDouble()).isEqualTo(0.833333);
        assertThat(json.get("trainSeconds").getAsDouble()).isEqualTo(12.3);
        assertThat(json.get("imagesPerSecond")).hasToString("3000");
    }
}
