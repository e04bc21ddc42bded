package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6})
    void allTestsTogetherAlarmAsSeldomAsPromised(int tests) {
        double quiet = Math.pow(1 - Verdict.level(tests), tests);

        assertThat(1 - quiet).isCloseTo(Verdict.ALARMS_BY_CHANCE, within(1e-12));
    }

    @Test
    void aLargeDifferenceThatChanceExplainsIsNoAlarm() {
        assertThat(Verdict.finding(new Comparison(5, 0.001), 0.0001).alarm()).isFalse();
    }

    @Test
    void aSureDifferenceThatIsSmallIsNoAlarm() {
        assertThat(Verdict.finding(new Comparison(0.0999, 0), 0.0001).alarm()).isFalse();
        assertThat(Verdict.finding(new Comparison(0.1, 0), 0.0001).alarm()).isTrue();
    }
}
