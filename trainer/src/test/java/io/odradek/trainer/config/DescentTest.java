package io.odradek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescentTest {
    @ParameterizedTest
    @CsvSource({"0, 0.04", "0.125, 0.22", "0.25, 0.4", "0.625, 0.2", "0.99, 0.005333"})
    void aCycleRisesFromATenthAndFallsToNothing(double done, float expected) {
        assertThat(descent(0.25f).rateAt(done)).isCloseTo(expected, within(1e-6f));
    }

    @Test
    void aCycleWithoutWarmUpOnlyFalls() {
        assertThat(descent(0).rateAt(0)).isEqualTo(0.4f);
        assertThat(descent(0).rateAt(0.5)).isEqualTo(0.2f);
    }

    @Test
    void withoutACycleTheRateStays() {
        assertThat(descent(Descent.CONSTANT).rateAt(0)).isEqualTo(0.4f);
        assertThat(descent(Descent.CONSTANT).rateAt(0.99)).isEqualTo(0.4f);
    }

    @Test
    void refusesValuesOutOfRangeByName() {
        assertThatThrownBy(() -> descent(0.95f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--warm-up is 0.95, allowed: 0 to 0.9, or -1 for a constant learning rate");
        assertThatThrownBy(() -> new Descent(100, 0.4f, 1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--momentum is 1.0, allowed: 0.0 to 0.999");
        assertThatThrownBy(() -> new Descent(100, Float.NaN, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--learning-rate is NaN, allowed: above 0, at most 10");
    }

    private static Descent descent(float warmUp) {
        return new Descent(100, 0.4f, 0, 0, warmUp, 0);
    }
}
