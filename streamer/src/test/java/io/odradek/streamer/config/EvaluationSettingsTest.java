package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationSettingsTest extends SettingsCase {
    @Test
    void haveTheDefaultsOfTheirTable() {
        assertThat(config(Map.of()).evaluation())
                .isEqualTo(new EvaluationSettings(
                        "labels",
                        "labels-dlq",
                        "evaluations",
                        Duration.ofDays(1),
                        1,
                        false,
                        128 << 20,
                        Duration.ofSeconds(10)));
    }

    @Test
    void areReadByTheirNames() {
        assertThat(config(Map.of(
                                Setting.LABELS_TOPIC, "l",
                                Setting.LABELS_DLQ_TOPIC, "d",
                                Setting.EVALUATIONS_TOPIC, "e",
                                Setting.EVALUATE_GRACE, "PT1M",
                                Setting.EVALUATE_SAMPLE, "0.25",
                                Setting.EVALUATE_KEY_UNIQUE, "true",
                                Setting.EVALUATE_MAX_BYTES, "1048576",
                                Setting.EVALUATE_SECONDS, "1"))
                        .evaluation())
                .isEqualTo(new EvaluationSettings(
                        "l", "d", "e", Duration.ofMinutes(1), 0.25, true, 1 << 20, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59S", "P31D", "-P1D", "1 day", "PT"})
    void takeNoGraceOutOfRange(String grace) {
        assertThatThrownBy(() -> config(Map.of(Setting.EVALUATE_GRACE, grace)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("odradek.evaluate.grace is \"" + grace
                        + "\" (from option --evaluate-grace), allowed: PT1M to P30D");
    }

    @Test
    void doNotCountTheTopicsOfTheStreamerForTheirOwn() {
        StreamerConfig config = config(Map.of(Setting.LABELS_TOPIC, "images"));

        // Who does not evaluate may have an own topic of this name.
        assertThat(config.topics().images()).containsExactly("images");
        assertThatThrownBy(config::forEvaluation)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("two of the topics have the same name: images, ");
        assertThatThrownBy(() -> config(Map.of(Setting.EVALUATIONS_TOPIC, "a b")))
                .hasMessageContaining("odradek.evaluations.topic is \"a b\"");
    }

    @Test
    void makeAnApplicationOfItsOwnThatIsExactlyOnce() {
        StreamerConfig evaluation =
                config(Map.of(Setting.APPLICATION_ID, "shop")).forEvaluation();

        assertThat(evaluation.applicationId()).isEqualTo("shop-evaluate");
        assertThat(evaluation.exactlyOnce()).isTrue();
    }

    private static StreamerConfig config(Map<Setting, String> settings) {
        return StreamerConfig.of(settings(settings));
    }
}
