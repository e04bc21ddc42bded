package io.odradek.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyRunTest {
    @ParameterizedTest
    @CsvSource({"16, 15", "9.5, 9", "8, 8", "7.9, 7", "1.5, 1", "0.5, 1"})
    void whatIsSustainedIsFoundToASixteenthOfTheMost(double limit, double sustained) throws Exception {
        assertThat(LatencyRun.highest(16, rate -> rate <= limit)).isEqualTo(sustained);
    }
}
