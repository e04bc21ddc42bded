package io.odradek.trainer.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Int8WeightsTest {
    @Test
    void roundsEachOutputByItsOwnStep() {
        // Given: outputs of very different size
        Random random = new Random(1);
        float[] weights = new float[3 * 50];
        float[] bias = {0.5f, -20, 0};
        float[] sizes = {1, 10, 100};
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() * sizes[i / 50];
        }

        // When
        Int8Weights rounded = Int8Weights.of(weights, bias, 0.02f);

        // Then
        for (int i = 0; i < weights.length; i++) {
            float step = rounded.steps()[i / 50];
            assertThat(Math.abs(rounded.weights()[i] * step - weights[i])).isLessThanOrEqualTo(0.5001f * step);
        }
        for (int out = 0; out < bias.length; out++) {
            float step = rounded.biasSteps()[out];
            assertThat(step).isCloseTo(rounded.steps()[out] * 0.02f, within(1e-9f));
            assertThat(Math.abs(rounded.bias()[out] * step - bias[out])).isLessThanOrEqualTo(0.5001f * step);
        }
    }

    @Test
    void noPairOfProductsLeaves16Bits() {
        // When: one step for each sign
        Int8Weights rounded = Int8Weights.of(new float[] {1, -1, 0.5f, 0.1f}, new float[] {0, 0}, 1);

        // Then: VPMADDUBSW adds two products of a weight and a byte
        assertThat(rounded.weights()).containsExactly(64, -64, 64, 13);
        assertThat(2 * 255 * Int8Weights.MAX_WEIGHT).isLessThanOrEqualTo(Short.MAX_VALUE);
    }

    @Test
    void anOutputWithHardlyAnyWeightKeepsItsBias() {
        // When: as batch norm folds a channel that never varied
        Int8Weights rounded = Int8Weights.of(new float[] {1e-20f, 0, 0, 0}, new float[] {3, -7}, 0.01f);

        // Then
        for (int out = 0; out < 2; out++) {
            float bias = rounded.bias()[out] * rounded.biasSteps()[out];
            assertThat(bias).isCloseTo(out == 0 ? 3 : -7, within(1e-3f));
        }
        assertThat(rounded.weights()).containsExactly(0, 0, 0, 0);
    }
}
