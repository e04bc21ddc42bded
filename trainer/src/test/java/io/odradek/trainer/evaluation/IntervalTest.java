package io.odradek.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void isTheRangeOfSharesThatTheCountDoesNotContradict() {
        // When
        Interval interval = Interval.wilson(81, 263);

        // Then: the example of Newcombe, Two-sided confidence intervals for the single proportion (1998), table I
        assertThat(interval.low()).isCloseTo(0.2553, within(0.00005));
        assertThat(interval.high()).isCloseTo(0.3662, within(0.00005));
    }

    @Test
    void hasAWidthWhereAllOrNoneAreRight() {
        assertThat(Interval.wilson(0, 20).low()).isZero();
        assertThat(Interval.wilson(0, 20).high()).isCloseTo(0.1611, within(0.00005));
        assertThat(Interval.wilson(20, 20).low()).isCloseTo(0.8389, within(0.00005));
        assertThat(Interval.wilson(20, 20).high()).isEqualTo(1);
    }

    @Test
    void doesNotOverflowOnManyImages() {
        // When
        Interval interval = Interval.wilson(900_000, 1_000_000);

        // Then: 1.96 · sqrt(0.9 · 0.1 / 1,000,000) to each side
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * 0.0003, within(1e-6));
    }
}
