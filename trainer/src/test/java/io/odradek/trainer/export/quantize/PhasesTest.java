package io.odradek.trainer.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhasesTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4"})
    void stepsReachOverTheKernelAtBothPlaces(int kernel, int steps) {
        // When
        Phases phases = Phases.of(new float[kernel], new float[1], 1, 1, kernel);

        // Then
        assertThat(phases.height()).isEqualTo(1);
        assertThat(phases.width()).isEqualTo(steps);
    }

    @Test
    void eachPlaceHasTheKernelMovedByAPixel() {
        // Given: one output of one channel, 2x2
        float[] weights = {1, 2, 3, 4};

        // When
        Phases phases = Phases.of(weights, new float[] {5}, 1, 2, 2);

        // Then: planes of upper left, upper right, lower left and lower right pixels, 2x2 steps each
        assertThat(phases.bias()).containsExactly(5, 5, 5, 5);
        assertThat(phases.weights())
                .containsExactly(
                        1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, // upper left
                        0, 2, 0, 0, 1, 0, 0, 0, 0, 4, 0, 0, 3, 0, 0, 0, // upper right
                        0, 0, 3, 0, 0, 0, 4, 0, 1, 0, 0, 0, 2, 0, 0, 0, // lower left
                        0, 0, 0, 4, 0, 0, 3, 0, 0, 2, 0, 0, 1, 0, 0, 0); // lower right
    }
}
