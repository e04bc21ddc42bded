package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and values that are refused, each with a line that helps. */
class WrongSettingsTest extends SettingsCase {
    @Test
    void suggestsTheNearestNameForAnUnknownKey() throws IOException {
        Path file = file("odradek.http.prot=1\n");

        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of(), file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.http.prot")
                .hasMessageContaining("did you mean odradek.http.port");
    }

    @Test
    void refusesASecondNameForASetting() throws IOException {
        Path file = file("kafka.bootstrap.servers=h:1\n");

        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of(), file))
                .hasMessageContaining("set odradek.bootstrap.servers");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, 65536",
        "HTTP_PORT, -1",
        "HTTP_PORT, eighty",
        "IMAGES_ENVELOPE, avro",
        "IMAGE_MAX_BYTES, 0",
        "IMAGE_MAX_BYTES, 268435457",
        "IMAGE_MAX_SIDE, 65536",
        "IMAGE_MAX_PIXELS, 0",
        "IMAGE_MAX_PIXELS, 268435457",
        "IMAGE_MAX_FRAMES, 0",
        "BATCH_MAX, 0",
        "BATCH_MAX, 1025",
        "THREADS, 0",
        "THREADS, 257",
        "THREADS, ''",
        "PROCESSING_GUARANTEE, exactly_once",
        "CREATE_TOPICS, yes",
        "CREATE_PARTITIONS, 0",
        "CREATE_REPLICATION, 101",
        "MODEL_MAX_BYTES, 0",
        "MODEL_NAME, Bad Name",
        "APPLICATION_ID, a b",
        "INSTANCE, a b",
        "BOOTSTRAP_SERVERS, localhost",
        "BOOTSTRAP_SERVERS, ''",
        "BOOTSTRAP_SERVERS, localhost:0",
        "BOOTSTRAP_SERVERS, 'localhost:9092,localhost:65536'",
        "SHUTDOWN_SECONDS, 0",
        "MODEL_URI_ALLOW, http://host/",
        "MODEL_URI_ALLOW, https://host/models",
        "MODEL_URI_ALLOW, https://",
        "MODEL_URI_ALLOW, https:///",
        "MODEL_URI_ALLOW, https://user@host/",
        "MODEL_URI_ALLOW, https://host/a/../b/",
        "MODEL_URI_ALLOW, https://host/%2e%2e/",
        "MODEL_URI_ALLOW, https://host/?q=/",
        "MODEL_URI_ALLOW, file://host/models/",
        "MODEL_URI_ALLOW, file:///models",
        "MODEL_URI_ALLOW, https://[::::]/",
        "MODEL_URI_ALLOW, https://host:65536/",
        "MODEL_URI_ALLOW, 'https://host/,'",
        "START, newest",
        "START, PT0S",
        "START, -PT1H",
        "START, P999999999D",
        "BREAKER_SHARE, 1.01",
        "BREAKER_SHARE, -0.1",
        "BREAKER_SHARE, NaN",
        "BREAKER_WINDOW_SECONDS, 0",
        "BREAKER_MIN_IMAGES, 0",
        "BREAKER_PAUSE, 1",
        "DRIFT_WINDOW, 49",
        "DRIFT_WINDOW, 1000001",
        "LOG_FORMAT, JSON",
        "HTTP_HOST, ''",
        "HTTP_HOST, a b",
        "HTTP_PORT, 8 080",
        "MODEL_DIR, '  '",
        "IMAGES_TOPIC, ''",
        "TRACING, on",
    })
    void namesAWrongValueItsOriginAndWhatIsAllowed(Setting setting, String value) {
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting.key() + " is \"" + value + "\"")
                .hasMessageContaining("option " + setting.option())
                .hasMessageContaining("allowed: " + setting.allowed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto.offset.reset", "consumer.auto.offset.reset", "main.consumer.auto.offset.reset"})
    void refusesASettingThatWouldSkipImages(String key) {
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(key, "latest"), Map.of(), null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set odradek.start");
    }

    @Test
    void refusesTheSameTopicTwice() {
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(Setting.PREDICTIONS_TOPIC, "images"))))
                .hasMessageContaining("same name");
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(Setting.DLQ_TOPIC, "a/b"))))
                .hasMessageContaining("odradek.dlq.topic");
    }

    @Test
    void complainsInOneLineWhateverTheValueIs() {
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(Setting.HTTP_PORT, "1\n2\u001b[31m"))))
                .hasMessage("odradek.http.port is \"1?2?[31m\" (from option --http-port), allowed: 0 to 65535");
    }

    @Test
    void suggestsTheNearestNameForAnUnknownVariable() {
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of("ODRADEK_HTTP_PROT", "1"), null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown environment variable ODRADEK_HTTP_PROT: did you mean ODRADEK_HTTP_PORT?");
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of("ODRADEK_HTTPS_PORT", "1"), null))
                .hasMessageContaining("did you mean ODRADEK_HTTP_PORT?");
    }

    /** What Kubernetes sets for Services called odradek and odradek-metrics. */
    @Test
    void letsTheVariablesOfKubernetesServicesBe() {
        Map<String, String> links = Map.of(
                "ODRADEK_SERVICE_HOST", "10.0.0.1",
                "ODRADEK_SERVICE_PORT", "8080",
                "ODRADEK_METRICS_SERVICE_PORT_HTTP", "8080",
                "ODRADEK_PORT", "tcp://10.0.0.1:8080",
                "ODRADEK_METRICS_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "ODRADEK_METRICS_PORT_8080_TCP_PROTO", "tcp",
                "ODRADEK_METRICS_PORT_8080_TCP_PORT", "8080",
                "ODRADEK_METRICS_PORT_8080_TCP_ADDR", "10.0.0.1");

        assertThat(Settings.of(Map.of(), Map.of(), links, null).get(Setting.HTTP_PORT))
                .isEqualTo("8080");
    }
}
