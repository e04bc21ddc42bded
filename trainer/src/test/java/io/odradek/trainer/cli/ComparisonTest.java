package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.training.EpochMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void putsEqualEpochsSideBySide() {
        // Given
        Comparison comparison = new Comparison(
                "seed-bn",
                List.of(epoch(1, 0.5, 0.4, 0.85), epoch(2, 0.3, 0.35, 0.875)),
                "seed",
                List.of(epoch(1, 0.9, 0.6, 0.75), epoch(2, 0.6, 0.5, 0.8125)));

        // When, Then
        assertThat(comparison.table().lines())
                .containsExactly(
                        "       seed-bn                          seed",
                        "         train validation validation      train validation validation",
                        "epoch     loss       loss   accuracy       loss       loss   accuracy",
                        "    1   0.5000     0.4000     0.8500     0.9000     0.6000     0.7500",
                        "    2   0.3000     0.3500     0.8750     0.6000     0.5000     0.8125");
    }

    private static EpochMetrics epoch(int number, double trainLoss, double loss, double accuracy) {
        return new EpochMetrics(number, trainLoss, null, null, loss, accuracy, 1, 1000);
    }
}
