package io.odradek.streamer.evaluation.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {
    private static final WindowKey DAY = new WindowKey("m@1", WindowSize.DAY, 0);

    @Test
    void fitsIntoARecordHoweverManyAndLongTheClassesAre() {
        Map<Cell, Tally> cells = new HashMap<>();
        for (int truth = 0; truth < 200; truth++) {
            for (int predicted = 0; predicted < 200; predicted++) {
                long images = truth == predicted ? 1_000 : 1;
                // Six bytes a letter in JSON.
                cells.put(
                        new Cell("\u0001".repeat(900) + truth, "\u0001".repeat(900) + predicted, 14),
                        new Tally(images, images * 950_000_000));
            }
        }

        byte[] value = EvaluationJson.of(new Windows.Evaluated(DAY, Figures.of(cells)));

        JsonObject json = JsonParser.parseString(new String(value, StandardCharsets.UTF_8))
                .getAsJsonObject();
        assertThat(value.length).isBetween(500_000, 1_000_000);
        assertThat(json.get("images").getAsLong()).isEqualTo(200 * 1_000 + 200 * 199);
        int classes = json.getAsJsonObject("classes").size();
        assertThat(classes).isPositive();
        assertThat(classes + json.get("classesOmitted").getAsInt()).isEqualTo(200);
        // The rare ones are left out first.
        assertThat(json.getAsJsonObject("confusions").entrySet())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getValue()
                                .getAsJsonObject()
                                .get(row.getKey())
                                .getAsLong())
                        .isEqualTo(1_000));
        assertThat(json.get("confusionsOmitted").getAsInt()).isGreaterThan(39_900);
    }

    @Test
    void hasTheBinsOfTheTrainersCalibration() {
        // Just below and just above 9/15; 1 is 15/15, and 0 belongs to the first.
        assertThat(bin(599_999_999)).isEqualTo(8);
        assertThat(bin(600_000_000)).isEqualTo(8);
        assertThat(bin(600_000_001)).isEqualTo(9);
        assertThat(bin(1_000_000_000)).isEqualTo(14);
        assertThat(bin(0)).isZero();
    }

    private static int bin(int confidence) {
        return Cell.of(new io.odradek.streamer.evaluation.pairing.Judgement(
                        new io.odradek.streamer.evaluation.pairing.Guess("m@1", "Coat", confidence, 0), "Coat", 1))
                .bin();
    }
}
