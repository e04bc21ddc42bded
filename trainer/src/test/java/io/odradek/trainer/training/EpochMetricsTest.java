package io.odradek.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochMetricsTest {
    @ParameterizedTest
    @CsvSource({
        "2.4, 2.31, true",
        "4.0, 0.5, false", // began badly and recovered
        "0.5, 4.0, false", // overfits, or its running statistics lag
        "0.7, 0.5, false",
    })
    void isNoBetterThanGuessingOnlyWhereBothLossesAre(double trainLoss, double loss, boolean expected) {
        EpochMetrics metrics = EpochMetrics.of(1, trainLoss, HeldOut.TEST, loss, 0.1, 1, 1);

        assertThat(metrics.isNoBetterThanGuessing(10)).isEqualTo(expected);
    }
}
