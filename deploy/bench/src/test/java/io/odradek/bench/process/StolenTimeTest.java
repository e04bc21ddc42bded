package io.odradek.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StolenTimeTest {
    @ParameterizedTest
    @CsvSource({"cpu  27828 0 5007 30507 763 0 344 525 0 0, 5.25", "cpu 1 2 3 4 5 6 7 8, 0.08", "cpu 1 2 3 4, 0"})
    void stolenIsTheEighthOfTheTimesOfAllProcessors(String line, double seconds) {
        assertThat(StolenTime.seconds(line)).isEqualTo(seconds);
    }
}
