package io.odradek.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final LabelledImages TRUTH =
            new LabelledImages(InputSpec.grey(1, 1), new byte[2], new byte[] {1, 0});

    @Test
    void countsRowsWhoseGreatestNumberIsTheTrueClass() {
        assertThat(new Scores(new float[] {0, 1, 0, 1}, 2).accuracy(TRUTH)).isEqualTo(0.5);
    }

    @Test
    void measuresCrossEntropyOfLogits() {
        // ln(1 + e^-2) for the first row, ln 2 for the second
        double expected = (Math.log1p(Math.exp(-2)) + Math.log(2)) / 2;

        assertThat(new Scores(new float[] {0, 2, 5, 5}, 2).crossEntropy(TRUTH)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void survivesLogitsWhoseExponentialOverflows() {
        assertThat(new Scores(new float[] {0, 1000, 1000, 0}, 2).crossEntropy(TRUTH))
                .isZero();
    }

    @Test
    void refusesHalfRows() {
        assertThatThrownBy(() -> new Scores(new float[3], 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
