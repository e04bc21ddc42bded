package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code streamer evaluate} finds wrong before it asks Kafka. */
class EvaluatorTest {
    @ParameterizedTest
    @CsvSource({
        "max.request.size, max.request.size",
        "producer.max.request.size, max.request.size",
        "buffer.memory, buffer.memory"
    })
    void refusesAProducerThatHasNoRoomForTheLargestEvaluation(String given, String named) {
        assertThatThrownBy(() -> check(given, "999999"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kafka." + named + " is \"999999\", allowed: at least 1000000, the largest evaluation");
    }

    @Test
    void namesASizeThatIsNone() {
        assertThatThrownBy(() -> check("max.request.size", "999999999999999999"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("999999999999999999")
                .hasMessageContaining("max.request.size");
    }

    private static void check(String name, String value) {
        StreamerConfig config = StreamerConfig.of(Settings.of(Map.of(), Map.of(name, value), Map.of(), null));
        try (Evaluator evaluator = new Evaluator(config)) {
            evaluator.check();
        }
    }
}
