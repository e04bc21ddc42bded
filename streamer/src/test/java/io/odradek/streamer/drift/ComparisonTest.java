package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.odradek.streamer.drift.Comparison.Bins;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void isPearsonsTestAndTheSumOfTheIndex() {
        // When: as scipy.stats.chi2_contingency sees it, without continuity correction
        Comparison comparison = of(new double[] {400, 300, 200, 100}, new int[] {30, 40, 20, 10});

        // Then
        assertThat(comparison.p()).isCloseTo(0.15327402499552065, within(1e-12));
        assertThat(comparison.psi()).isCloseTo(0.05753641449035623, within(1e-12));
    }

    @Test
    void equalSharesAreNoDifference() {
        Comparison comparison = of(new double[] {500, 300, 200}, new int[] {50, 30, 20});

        assertThat(comparison).isEqualTo(new Comparison(0, 1));
    }

    @Test
    void theSameSharesOfASmallerReferenceProveLess() {
        int[] window = {130, 70};

        Comparison large = of(new double[] {50_000, 50_000}, window);
        Comparison small = of(new double[] {50, 50}, window);

        assertThat(large.psi()).isCloseTo(small.psi(), within(1e-12));
        assertThat(large.p()).isLessThan(1e-4);
        assertThat(small.p()).isGreaterThan(0.01);
    }

    @Test
    void anEmptyBinCountsAsHalfAnImage() {
        Comparison vanished = of(new double[] {500, 500}, new int[] {100, 0});

        assertThat(vanished.psi()).isCloseTo(0.5 * Math.log(2) - 0.495 * Math.log(0.01), within(1e-12));
    }

    @Test
    void sparseBinsAreComparedTogether() {
        // Given: of 100 images 0.2 are expected in each of the first bins, 4 in the last one
        double[] reference = {20, 20, 20, 5_000, 4_540, 400};
        int[] window = {2, 0, 0, 48, 47, 3};

        // When
        Comparison comparison = of(reference, window);

        // Then: as if they had been one bin with the next, and the last with the one before it
        assertThat(comparison).isEqualTo(of(new double[] {5_060, 4_940}, new int[] {50, 50}));
    }

    @Test
    void whatTheReferenceHasNotSeenIsJudgedByItself() {
        // Given: 3 of 100 images where none of 10,000 is
        Comparison three = of(new double[] {0, 10_000, 0}, new int[] {1, 97, 2});
        Comparison one = of(new double[] {0, 10_000, 0}, new int[] {1, 99, 0});
        Comparison all = of(new double[] {10_000, 0}, new int[] {0, 100});

        // Then
        double threeOfThem = 100.0 / 10_100 * 99 / 10_099 * 98 / 10_098;
        assertThat(three.p()).isCloseTo(2 * 4 * threeOfThem, within(1e-15));
        assertThat(three.psi()).isCloseTo((0.03 - 5e-5) * Math.log(600) - 0.03 * Math.log(0.97), within(1e-12));
        assertThat(one.p()).isCloseTo(2 * 2 * 100.0 / 10_100, within(1e-12));
        assertThat(all.p()).isLessThan(1e-100);
        assertThat(all.psi()).isGreaterThan(5);
    }

    @Test
    void ofGivenBinsEachSetThatChanceCouldHaveLeftEmptyCounts() {
        // Given: one of 100 images is of one of the two classes that the reference has not seen
        Comparison one = of(Bins.GIVEN, new double[] {0, 10_000, 0}, new int[] {0, 99, 1});
        // As with the fuller of both alone, or with both together
        Comparison two = of(Bins.GIVEN, new double[] {0, 10_000, 0}, new int[] {1, 97, 2});

        // Then: three sets of one class, of three classes, each size of set has a third of the chance
        assertThat(one.p()).isCloseTo(2 * 3 * 3 * 100.0 / 10_100, within(1e-12));
        double threeOfThem = 100.0 / 10_100 * 99 / 10_099 * 98 / 10_098;
        assertThat(two.p()).isCloseTo(2 * 3 * 3 * threeOfThem, within(1e-15));
    }

    @Test
    void amongThousandsOfRareClassesNoneIsDriftBecauseTheReferenceHappenedToMissIt() {
        // Given: 2,000 classes, most of them so rare that 10,000 images miss many
        Random random = new Random(5);
        double level = Verdict.level(2);
        int alarms = 0;
        for (int run = 0; run < 300; run++) {
            double[] reference = new double[2_000];
            int[] window = new int[2_000];
            IntStream.range(0, 10_000).forEach(i -> reference[rare(random)]++);
            IntStream.range(0, 5_000).forEach(i -> window[rare(random)]++);

            // When
            Comparison comparison = of(Bins.GIVEN, reference, window);

            // Then
            alarms += Verdict.finding(comparison, level).alarm() ? 1 : 0;
        }
        assertThat(alarms).isZero();
    }

    /** Of 2,000 classes, each with a chance as the inverse of its number and 100 (G. K. Zipf's law). */
    private static int rare(Random random) {
        return (int) Math.min(1_999, 100 * (Math.pow(21, random.nextDouble()) - 1));
    }

    @Test
    void aNewClassAmongThousandsIsSeen() {
        // Given: 1,000 classes that the reference has, 1,000 that it has not, and one of those is in a tenth of the
        // window
        double[] reference = new double[2_000];
        int[] window = new int[2_000];
        Arrays.fill(reference, 0, 1_000, 10);
        Arrays.fill(window, 0, 900, 1);
        window[1_500] = 100;

        assertThat(of(Bins.GIVEN, reference, window).p()).isLessThan(1e-30);
    }

    @Test
    void ofASmallReferenceFiveImagesAreNeededInABinHoweverLargeTheWindowIs() {
        // Given: a reference of 200 images, 2 of them in each of the first bins
        double[] reference = {2, 2, 2, 94, 100};
        int[] window = {3_000, 0, 3_000, 47_000, 47_000};

        // Then: as if the first three had been one
        assertThat(of(reference, window)).isEqualTo(of(new double[] {6, 94, 100}, new int[] {6_000, 47_000, 47_000}));
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
        Comparison comparison = of(reference, window);

        // Then
        assertThat(comparison.p()).isLessThan(1e-30);
        assertThat(comparison.psi()).isGreaterThan(0.1);
    }

    @Test
    void aWindowInWhichNothingCanBeExpectedIsNoDifference() {
        Comparison few = of(new double[] {5_000, 5_000}, new int[] {5, 0});

        assertThat(few).isEqualTo(new Comparison(0, 1));
        assertThat(of(new double[] {0, 0}, new int[] {1, 2})).isEqualTo(new Comparison(0, 1));
        assertThat(of(new double[] {1, 2}, new int[] {0, 0})).isEqualTo(new Comparison(0, 1));
        assertThat(of(new double[0], new int[0])).isEqualTo(new Comparison(0, 1));
    }

    private static Comparison of(double[] reference, int[] window) {
        return of(Bins.MEASURED, reference, window);
    }

    private static Comparison of(Bins bins, double[] reference, int[] window) {
        return Comparison.of(bins, reference, window);
    }
}
