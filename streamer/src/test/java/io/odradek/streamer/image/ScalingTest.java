package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked out by hand, or the README's formula word for word. */
class ScalingTest {
    @ParameterizedTest
    @CsvSource({
        "RESIZE, 0 100, 0 25 75 100",
        "RESIZE, 10 20 90 200, 26 127",
        "RESIZE, 0 1, 1",
        "RESIZE, 7, 7 7 7",
        "RESIZE, 3 1 4 1 5, 3 1 4 1 5",
        "CROP, 1 2 3 4 5, 2 3",
        "CROP, 1 2 3 4, 1 2 3"
    })
    void givesTheWeightedMeans(Fit fit, String from, String to) {
        byte[] line = bytes(from);
        byte[] expected = bytes(to);

        assertThat(fit.apply(line, 1, line.length, new InputSpec(1, 1, expected.length, fit, 0)))
                .isEqualTo(expected);
        assertThat(fit.apply(line, line.length, 1, new InputSpec(1, expected.length, 1, fit, 0)))
                .isEqualTo(expected);
    }

    @Test
    void agreesWithTheFormulaWhereverASourceStands() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] line = new byte[1 + random.nextInt(60)];
            random.nextBytes(line);
            int to = 1 + random.nextInt(60);

            byte[] found = Scaling.both(line, Scaling.whole(1, 1), Scaling.whole(line.length, to));

            for (int i = 0; i < to; i++) {
                long sum = 0;
                long weights = 0;
                for (int j = 0; j < line.length; j++) {
                    long distance = Math.abs((2L * j + 1) * to - (2L * i + 1) * line.length);
                    long weight = Math.max(0, 2L * Math.max(line.length, to) - distance);
                    sum += weight * (line[j] & 255);
                    weights += weight;
                }
                assertThat(found[i] & 255).isEqualTo((int) ((2 * sum + weights) / (2 * weights)));
            }
        }
    }

    @Test
    void bearsTheLongestSides() {
        byte[] line = new byte[16_384];
        Arrays.fill(line, (byte) 255);

        for (Fit fit : new Fit[] {Fit.RESIZE, Fit.CROP}) {
            assertThat(fit.apply(line, line.length, 1, new InputSpec(1, 3, 4096, fit, 0)))
                    .containsOnly(255);
            assertThat(fit.apply(line, 1, line.length, new InputSpec(1, 3, 4096, fit, 0)))
                    .containsOnly(255);
        }
    }

    @Test
    void knowsItsRulesByName() {
        assertThat(Fit.named("crop")).isEqualTo(Fit.CROP);
        assertThatThrownBy(() -> Fit.named("Crop")).hasMessage("fit is \"Crop\", served: exact, resize, crop");
    }

    private static byte[] bytes(String numbers) {
        String[] words = numbers.split(" ", -1);
        byte[] bytes = new byte[words.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(words[i]);
        }
        return bytes;
    }
}
