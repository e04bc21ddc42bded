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
    void makesProbabilitiesOfLogits() {
        // Given: e^ln 3 / (e^ln 3 + e^0); the second row would overflow
        Scores logits = new Scores(new float[] {(float) Math.log(3), 0, 1000, 1000}, 2);

        // When
        Scores probabilities = logits.softmax();

        // Then
        assertThat(probabilities.values()).containsExactly(new float[] {0.75f, 0.25f, 0.5f, 0.5f}, within(1e-7f));
    }

    @Test
    void knowsProbabilitiesByTheirSumAndSign() {
        assertThat(new Scores(new float[] {0.25f, 0.75f, 0.996f, 0}, 2).areProbabilities())
                .isTrue();
        assertThat(new Scores(new float[] {0.25f, 0.75f, 0.9f, 0}, 2).areProbabilities())
                .isFalse();
        assertThat(new Scores(new float[] {0.25f, 0.75f, 1.5f, -0.5f}, 2).areProbabilities())
                .isFalse();
    }

    @Test
    void findsTheFirstRowThatHoldsNoNumber() {
        assertThat(new Scores(new float[] {1, 2, 3, Float.NaN, Float.NaN, 0}, 2).firstNotFinite())
                .isEqualTo(1);
        assertThat(new Scores(new float[] {1, 2, 3, 4, Float.NEGATIVE_INFINITY, 0}, 2).firstNotFinite())
                .isEqualTo(2);
        assertThat(new Scores(new float[] {1, 2}, 2).firstNotFinite()).isEqualTo(-1);
    }

    @Test
    void refusesHalfRows() {
        assertThatThrownBy(() -> new Scores(new float[3], 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
