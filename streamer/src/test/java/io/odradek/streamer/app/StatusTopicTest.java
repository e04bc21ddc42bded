package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StatusTopicTest {
    private static final String SHA256 = "ab".repeat(32);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final StreamerMetrics metrics = new StreamerMetrics(registry, HistogramKind.CLASSIC);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Status status = new Status(
            Clock.systemUTC(), metrics, new HealthReport.Identity("host-1", List.of()), List.of("m"), "Kafka");
    private final StatusTopic topic = new StatusTopic(
            status.model("m"),
            new TopicWriter(producer, "models-status", "host-1", metrics.model("m")::statusFailed),
            Clock.fixed(Instant.parse("2026-11-24T04:20:00.123Z"), ZoneOffset.UTC),
            "host-1",
            "m");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    @Test
    void writesWhatBecameOfAModelUnderTheInstance() {
        topic.refused("2", SHA256, Stage.GOLDEN, "golden image 0");
        topic.live(new ModelRef("m", "3", SHA256), Duration.ofMillis(5));

        assertThat(producer.history()).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo("models-status");
            assertThat(text(record.key())).isEqualTo("host-1");
        });
        assertThat(producer.history())
                .extracting(record -> text(record.value()))
                .containsExactly(
                        "{\"schema\":1,\"instance\":\"host-1\",\"model\":\"m\",\"version\":\"2\",\"sha256\":\"" + SHA256
                                + "\",\"result\":\"refused\",\"stage\":\"golden\",\"why\":\"golden image 0\","
                                + "\"at\":\"2026-11-24T04:20:00Z\"}",
                        "{\"schema\":1,\"instance\":\"host-1\",\"model\":\"m\",\"version\":\"3\",\"sha256\":\"" + SHA256
                                + "\",\"result\":\"live\",\"stage\":null,\"why\":null,"
                                + "\"at\":\"2026-11-24T04:20:00Z\"}");
        assertThat(status.report().models().get(0).live()).startsWith("m@3 ");
        assertThat(status.report().models().get(0).lastRefusal()).isEqualTo("2, golden: golden image 0");
    }

    @Test
    void cleansAndBoundsWhatAnybodyMayHaveWritten() {
        topic.refused("(pointer)", null, Stage.POINTER, "a\nb\u0000\u202e" + "x".repeat(10_000));

        assertThat(text(producer.history().get(0).value()))
                .contains("\"version\":null,\"sha256\":null")
                .contains("\"why\":\"a?b??xxx")
                .matches("[ -~]{1,600}");
    }

    @Test
    void countsEachFailureAndLogsEachCauseOnce() {
        for (int i = 0; i < 3; i++) {
            topic.refused("1", SHA256, Stage.SIZE, "large");
            producer.errorNext(new TimeoutException("no answer\nfrom the broker"));
        }
        producer.sendException = new TopicAuthorizationException("models-status");
        topic.refused("1", SHA256, Stage.SIZE, "large");
        topic.refused("1", SHA256, Stage.SIZE, "large");

        assertThat(Scrape.of(registry).value("odradek_status_failures_total")).isEqualTo(5);
        assertThat(Scrape.of(registry).value("odradek_model_reloads_total{stage=\"size\"}"))
                .isEqualTo(5);
        assertThat(log.list)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getFormattedMessage()).hasLineCount(1));
    }

    @Test
    void harmsNothingAfterItsProducerWasClosed() {
        topic.close();

        topic.live(new ModelRef("m", "3", SHA256), Duration.ofMillis(5));

        assertThat(producer.closed()).isTrue();
        assertThat(status.report().models().get(0).live()).startsWith("m@3 ");
        assertThat(Scrape.of(registry).value("odradek_status_failures_total")).isEqualTo(1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(TopicWriter.class);
    }
}
