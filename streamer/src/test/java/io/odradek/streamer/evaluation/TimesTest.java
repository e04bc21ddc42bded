package io.odradek.streamer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        // of the label, what the topic takes, of the dead letter
        "5000, 1000, 5000",
        "4100, 1000, 4100",
        "4099, 1000, 5000",
        "6000, 1000, 5000",
        "-1, 9223372036854775807, 5000",
        "0, 9223372036854775807, 0",
        "4999, 0, 5000"
    })
    void ofADeadLetterAreThoseOfItsLabelWhereTheTopicTakesThem(long timestamp, long mostAge, long kept) {
        assertThat(Times.kept(timestamp, 5_000, mostAge)).isEqualTo(kept);
    }
}
