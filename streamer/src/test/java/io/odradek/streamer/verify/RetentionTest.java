package io.odradek.streamer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From when on Kafka keeps answers, by the settings of their topic. */
class RetentionTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "predictions cleanup.policy", "delete",
            "predictions retention.bytes", "-1",
            "predictions retention.ms", "86400000"));
    private final Retention retention = new Retention(
            new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status", "latency"),
            (topic, key) -> settings.getOrDefault(topic + " " + key, ""),
            NOW);

    @Test
    void keepsWhatIsYoungerThanItsAgeLessAnHourForTheReading() {
        assertThat(retention.keepsSince(Tally.Kind.PREDICTION))
                .isEqualTo(NOW.minus(Duration.ofHours(23)).toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "cleanup.policy, 'delete,compact'",
        "cleanup.policy, compact",
        "cleanup.policy, ''",
        "retention.bytes, 1000",
        "retention.ms, -1",
        "retention.ms, ''"
    })
    void knowsNoAgeWhereNotAgeAloneDecidesOrNobodyKnows(String key, String value) {
        settings.put("predictions " + key, value);

        assertThat(retention.keepsSince(Tally.Kind.PREDICTION)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void asksTheTopicOfEachKind() {
        assertThat(retention.topic(Tally.Kind.PREDICTION)).isEqualTo("predictions");
        assertThat(retention.topic(Tally.Kind.DEAD_LETTER)).isEqualTo("images-dlq");
        assertThat(retention.keepsSince(Tally.Kind.DEAD_LETTER)).isEqualTo(Long.MAX_VALUE);
    }
}
