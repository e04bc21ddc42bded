package io.odradek.streamer.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.TopicNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class OtelTracingTest {
    private static final TopicNames TOPICS = new TopicNames(List.of("images"), "p", "d", "m", "s", "");

    private final Set<String> properties = new HashSet<>();

    @AfterEach
    void clear() {
        properties.forEach(System::clearProperty);
    }

    @Test
    void saysInALineThatTheCollectorIsAway() {
        Logger log = (Logger) LoggerFactory.getLogger(OtelLog.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        set("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
        set("otel.java.exporter.otlp.retry.disabled", "true");

        Tracing tracing = OtelTracing.start(TOPICS, "odradek", "i", 64);
        tracing.classify("images", 0, 0, new RecordHeaders()).end();
        tracing.close();

        log.detachAppender(lines);
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getThrowableProxy()).isNull();
        assertThat(lines.list.get(0).getFormattedMessage())
                .startsWith("tracing (see OTEL_*): Failed to export 1 spans")
                .contains("ConnectException");
    }

    @ParameterizedTest
    @CsvSource({
        "otel.exporter.otlp.protocol, grpc, 'OTEL_EXPORTER_OTLP_PROTOCOL is \"grpc\", allowed: http/protobuf'",
        "otel.exporter.otlp.endpoint, not a place, OTLP endpoint must be a valid URL: not a place",
        "otel.traces.exporter, zipkin, 'otel.traces.exporter: zipkin'",
        "otel.traces.sampler, sometimes, 'otel.traces.sampler: sometimes'",
    })
    void saysWhichVariableIsWrong(String name, String value, String message) {
        set(name, value);

        assertThatThrownBy(() -> OtelTracing.start(TOPICS, "odradek", "i", 64))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private void set(String property, String value) {
        properties.add(property);
        System.setProperty(property, value);
    }
}
