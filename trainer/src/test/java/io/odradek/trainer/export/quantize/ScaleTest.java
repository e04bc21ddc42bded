package io.odradek.trainer.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    @ParameterizedTest
    @CsvSource({
        "0, 255, 1, 0",
        "0.5, 2.55, 0.01, 0",
        "-255, 0, 1, 255",
        "-510, -255, 2, 255",
        "-1, 1.55, 0.01, 100",
        "0, 0, 1, 0",
    })
    void reachesOverTheRangeAndZero(double least, double greatest, float step, int zeroPoint) {
        // When
        Scale scale = Scale.over(least, greatest);

        // Then
        assertThat(scale.step()).isCloseTo(step, within(1e-6f));
        assertThat(scale.zeroPoint()).isEqualTo(zeroPoint);
    }
}
