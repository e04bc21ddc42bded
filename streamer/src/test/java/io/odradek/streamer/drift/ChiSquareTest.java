package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChiSquareTest {
    /** As SciPy 1.17 gives them, {@code scipy.stats.chi2.sf(x, degrees)}. */
    @ParameterizedTest
    @CsvSource({
        "3.841458820694124, 1, 0.04999999999999989",
        "0.0001, 1, 0.9920212873707368",
        "3.5, 2, 0.1737739434504451",
        "1e-8, 2, 0.999999995",
        "2.5, 3, 0.4752910833430205",
        "16.918977604620448, 9, 0.05000000000000007",
        "40, 9, 7.598525229464264e-06",
        "700, 9, 6.916357838795454e-145",
        "30, 100, 0.9999999999990944",
        "200, 100, 1.1784500720979781e-08",
        "3799, 3799, 0.4969488017201553",
        "4200, 3799, 4.186851208206631e-06"
    })
    void isWhatScipySays(double x, int degrees, double expected) {
        assertThat(ChiSquare.upperTail(x, degrees)).isCloseTo(expected, within(expected * 1e-9));
    }

    @Test
    void isOneAtZeroAndNothingFarAway() {
        assertThat(ChiSquare.upperTail(0, 5)).isEqualTo(1);
        assertThat(ChiSquare.upperTail(1e6, 5)).isZero();
        assertThat(ChiSquare.upperTail(Double.MIN_VALUE, 1)).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 300})
    void fallsWithoutAStepWhereTheTwoFormulasMeet(int degrees) {
        double seam = degrees + 2.0;
        double before = ChiSquare.upperTail(Math.nextDown(seam), degrees);
        double behind = ChiSquare.upperTail(seam, degrees);

        assertThat(behind).isCloseTo(before, within(1e-12));
    }

    @Test
    void refusesWhatIsNoChiSquare() {
        assertThatThrownBy(() -> ChiSquare.upperTail(-1, 3)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> ChiSquare.upperTail(Double.NaN, 3)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> ChiSquare.upperTail(1, 0)).hasMessageContaining("0 degrees");
    }
}
