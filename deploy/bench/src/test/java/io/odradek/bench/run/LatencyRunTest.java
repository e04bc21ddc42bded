package io.odradek.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyRunTest {
    @ParameterizedTest
    @CsvSource({"4, 16, 15", "4, 9.5, 9", "4, 8, 8", "4, 7.9, 7", "4, 1.5, 1", "4, 0.5, 1", "2, 16, 12", "2, 3, 4"})
    void whatIsSustainedIsFoundByHalvingTheMost(int halvings, double limit, double sustained) throws Exception {
        assertThat(LatencyRun.highest(16, halvings, rate -> rate <= limit)).isEqualTo(sustained);
    }
}
