package io.odradek.streamer.tracing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.TopicNames;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtelTracingTest {
    private static final TopicNames TOPICS = new TopicNames(List.of("images"), "p", "d", "m", "s");

    private String property = "";

    @AfterEach
    void clear() {
        System.clearProperty(property);
    }

    @ParameterizedTest
    @CsvSource({
        "otel.exporter.otlp.protocol, grpc, 'OTEL_EXPORTER_OTLP_PROTOCOL is \"grpc\", allowed: http/protobuf'",
        "otel.exporter.otlp.endpoint, not a place, OTLP endpoint must be a valid URL: not a place",
        "otel.traces.exporter, zipkin, 'otel.traces.exporter: zipkin'",
        "otel.traces.sampler, sometimes, 'otel.traces.sampler: sometimes'",
    })
    void saysWhichVariableIsWrong(String name, String value, String message) {
        property = name;
        System.setProperty(name, value);

        assertThatThrownBy(() -> OtelTracing.start(TOPICS, "odradek", "i", 64))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
