package io.odradek.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.odradek.trainer.data.Scores;
import io.odradek.trainer.evaluation.Calibration.Bin;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void comparesConfidenceAndAccuracyInEachBin() {
        // Given: 0.75 and 0.75 in one bin, one of them right; 1 in the last, wrong
        Scores scores = new Scores(new float[] {0.75f, 0.25f, 0.25f, 0.75f, 1, 0}, 2);

        // When
        Calibration calibration = Calibration.of(scores, new int[] {0, 0, 1});

        // Then: (2 · |0.5 - 0.75| + 1 · |0 - 1|) / 3
        assertThat(calibration.error()).isCloseTo(0.5, within(1e-12));
        assertThat(calibration.bins()).hasSize(15);
        assertThat(calibration.bins().get(11)).isEqualTo(new Bin(11.0 / 15, 12.0 / 15, 2, 0.75, 0.5));
        assertThat(calibration.bins().get(14)).isEqualTo(new Bin(14.0 / 15, 1, 1, 1.0, 0.0));
        assertThat(calibration.bins().get(3)).isEqualTo(new Bin(3.0 / 15, 4.0 / 15, 0, null, null));
        assertThat(calibration.bins().stream().mapToInt(Bin::images).sum()).isEqualTo(3);
    }

    @Test
    void theSignsOfBinsDoNotCancelOut() {
        // Given: too sure in one bin, too modest in another
        Scores scores = new Scores(new float[] {0.75f, 0.25f, 0.5f, 0.5f}, 2);

        // When, Then: (0.75 + 0.5) / 2, not (0.75 - 0.5) / 2
        assertThat(Calibration.of(scores, new int[] {1, 0}).error()).isCloseTo(0.625, within(1e-12));
    }

    @Test
    void isZeroWhereConfidenceIsDeserved() {
        // Given: confidence 0.75, three of four right
        Scores scores = new Scores(new float[] {0.75f, 0.25f, 0.75f, 0.25f, 0.75f, 0.25f, 0.75f, 0.25f}, 2);

        // When, Then
        assertThat(Calibration.of(scores, new int[] {0, 0, 0, 1}).error()).isCloseTo(0, within(1e-12));
    }

    @Test
    void aBinEndsAtItsEdge() {
        // Given: just below and just above 9/15, which no float is; 1 is exactly 15/15
        Scores scores = new Scores(new float[] {Math.nextDown(0.6f), 0.6f, 1}, 1);

        // When
        Calibration calibration = Calibration.of(scores, new int[3]);

        // Then
        assertThat(calibration.bins().get(8).images()).isEqualTo(1);
        assertThat(calibration.bins().get(9).images()).isEqualTo(1);
        assertThat(calibration.bins().get(14).images()).isEqualTo(1);
    }

    @Test
    void takesProbabilitiesThatRoundingLeftOutsideOfZeroToOne() {
        // When
        Calibration calibration = Calibration.of(new Scores(new float[] {Math.nextUp(1f), 0}, 1), new int[2]);

        // Then
        assertThat(calibration.bins().get(14).images()).isEqualTo(1);
        assertThat(calibration.bins().get(0).images()).isEqualTo(1);
    }
}
