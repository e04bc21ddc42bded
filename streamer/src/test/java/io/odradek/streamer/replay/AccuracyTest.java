package io.odradek.streamer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final double CLOSE = 1e-6;

    @Test
    void countsWhoIsRightAboutEachImage() {
        Accuracy accuracy = Accuracy.NONE
                .and(true, true)
                .and(true, false)
                .and(true, false)
                .and(false, true)
                .and(new Accuracy(0, 0, 0, 1));

        assertThat(accuracy).isEqualTo(new Accuracy(1, 2, 1, 1));
        assertThat(accuracy.images()).isEqualTo(5);
        assertThat(accuracy.then().share()).isCloseTo(0.6, within(CLOSE));
        assertThat(accuracy.now().share()).isCloseTo(0.4, within(CLOSE));
    }

    /** R's prop.test(81, 263, correct = FALSE) and prop.test(0, 20, correct = FALSE). */
    @Test
    void hasWilsonsInterval() {
        Accuracy.Share some = Accuracy.Share.of(81, 263);
        Accuracy.Share none = Accuracy.Share.of(0, 20);

        assertThat(some.low()).isCloseTo(0.2553, within(1e-4));
        assertThat(some.high()).isCloseTo(0.3662, within(1e-4));
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.1611, within(1e-4));
    }

    /** Of 8 tosses 2 or fewer, or 6 or more: 2 (1 + 8 + 28) / 256. */
    @Test
    void testsTheDifferenceByTheBinomialDistribution() {
        assertThat(new Accuracy(100, 2, 6, 0).mcNemar()).isCloseTo(74.0 / 256, within(CLOSE));
        assertThat(new Accuracy(100, 6, 2, 0).mcNemar()).isCloseTo(74.0 / 256, within(CLOSE));
        assertThat(new Accuracy(100, 0, 10, 5).mcNemar()).isCloseTo(2.0 / 1024, within(CLOSE));
        assertThat(new Accuracy(100, 4, 4, 5).mcNemar()).isEqualTo(1);
        assertThat(new Accuracy(100, 0, 0, 5).mcNemar()).isEqualTo(1);
    }

    /** As the normal distribution: 1,000,000 tosses, 2,000 apart, that is 2 standard deviations. */
    @Test
    void isAsGoodForManyImages() {
        assertThat(new Accuracy(0, 499_000, 501_000, 0).mcNemar()).isCloseTo(0.0455, within(2e-4));
        assertThat(new Accuracy(0, 400_000, 600_000, 0).mcNemar()).isBetween(0.0, 1e-100);
    }
}
