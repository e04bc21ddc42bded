package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void isPearsonsTestAndTheSumOfTheIndex() {
        // When: as scipy.stats.chi2_contingency sees it, without continuity correction
        Comparison comparison = Comparison.of(new double[] {400, 300, 200, 100}, new int[] {30, 40, 20, 10});

        // Then
        assertThat(comparison.p()).isCloseTo(0.15327402499552065, within(1e-12));
        assertThat(comparison.psi()).isCloseTo(0.05753641449035623, within(1e-12));
    }

    @Test
    void equalSharesAreNoDifference() {
        Comparison comparison = Comparison.of(new double[] {500, 300, 200}, new int[] {50, 30, 20});

        assertThat(comparison).isEqualTo(new Comparison(0, 1));
    }

    @Test
    void theSameSharesOfASmallerReferenceProveLess() {
        int[] window = {130, 70};

        Comparison large = Comparison.of(new double[] {50_000, 50_000}, window);
        Comparison small = Comparison.of(new double[] {50, 50}, window);

        assertThat(large.psi()).isCloseTo(small.psi(), within(1e-12));
        assertThat(large.p()).isLessThan(1e-4);
        assertThat(small.p()).isGreaterThan(0.01);
    }

    @Test
    void anEmptyBinCountsAsHalfAnImage() {
        Comparison vanished = Comparison.of(new double[] {500, 500}, new int[] {100, 0});

        assertThat(vanished.psi()).isCloseTo(0.5 * Math.log(2) - 0.495 * Math.log(0.01), within(1e-12));
    }

    @Test
    void sparseBinsAreComparedTogether() {
        // Given: of 100 images 0.2 are expected in each of the first bins, 4 in the last one
        double[] reference = {20, 20, 20, 5_000, 4_540, 400};
        int[] window = {2, 0, 0, 48, 47, 3};

        // When
        Comparison comparison = Comparison.of(reference, window);

        // Then: as if they had been one bin with the next, and the last with the one before it
        assertThat(comparison).isEqualTo(Comparison.of(new double[] {5_060, 4_940}, new int[] {50, 50}));
    }

    @Test
    void whatTheReferenceHasNotSeenIsJudgedByItself() {
        // Given: 3 of 100 images where none of 10,000 is
        Comparison three = Comparison.of(new double[] {0, 10_000, 0}, new int[] {1, 97, 2});
        Comparison one = Comparison.of(new double[] {0, 10_000, 0}, new int[] {1, 99, 0});
        Comparison all = Comparison.of(new double[] {10_000, 0}, new int[] {0, 100});

        // Then
        double threeOfThem = 100.0 / 10_100 * 99 / 10_099 * 98 / 10_098;
        assertThat(three.p()).isCloseTo(2 * 4 * threeOfThem, within(1e-15));
        assertThat(three.psi()).isCloseTo((0.03 - 5e-5) * Math.log(600) - 0.03 * Math.log(0.97), within(1e-12));
        assertThat(one.p()).isCloseTo(2 * 2 * 100.0 / 10_100, within(1e-12));
        assertThat(all.p()).isLessThan(1e-100);
        assertThat(all.psi()).isGreaterThan(5);
    }

    @Test
    void ofManyRareClassesGroupsAreCompared() {
        // Given: 1,000 classes of 10 images, and one of them is in a tenth of the window
        double[] reference = new double[1_000];
        int[] window = new int[1_000];
        Arrays.fill(reference, 10);
        Arrays.fill(window, 0, 900, 1);
        window[500] += 100;

        // When
        Comparison comparison = Comparison.of(reference, window);

        // Then
        assertThat(comparison.p()).isLessThan(1e-30);
        assertThat(comparison.psi()).isGreaterThan(0.1);
    }

    @Test
    void aWindowInWhichNothingCanBeExpectedIsNoDifference() {
        Comparison few = Comparison.of(new double[] {5_000, 5_000}, new int[] {5, 0});

        assertThat(few).isEqualTo(new Comparison(0, 1));
        assertThat(Comparison.of(new double[] {0, 0}, new int[] {1, 2})).isEqualTo(new Comparison(0, 1));
        assertThat(Comparison.of(new double[] {1, 2}, new int[] {0, 0})).isEqualTo(new Comparison(0, 1));
        assertThat(Comparison.of(new double[0], new int[0])).isEqualTo(new Comparison(0, 1));
    }
}
