package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.RecordedSpans;
import io.odradek.streamer.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The spans of images, and the headers that carry them on. */
class TracingTest {
    static final TopicNames TOPICS =
            new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status", "latency");
    private static final int MAX_RECORD_BYTES = 100_000;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PRODUCER = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + PRODUCER + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + PRODUCER + "-00";

    @TempDir
    private Path dir;

    private final StreamerMetrics metrics = new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC);
    private final RecordedSpans recorded = new RecordedSpans(TOPICS);
    private final ModelHolder models = new ModelHolder();
    private final Tracing tracing = recorded.tracing(Sampler.parentBased(Sampler.alwaysOn()));

    @BeforeEach
    void load() throws IOException {
        models.swap(model(dir, TestModels.file("7", 0), "7"));
    }

    @AfterEach
    void unload() {
        models.close();
        tracing.close();
    }

    @Test
    void makesTheImagesSpansChildrenOfItsTraceparent() {
        TestRecord<byte[], byte[]> answer = answer(tracing, TestModels.image(2), SAMPLED);

        SpanData classify = span("classify");
        assertThat(recorded.all())
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder("classify", "decode", "batch", "inference", "publish");
        assertThat(recorded.all()).allMatch(span -> span.getTraceId().equals(TRACE));
        assertThat(classify.getParentSpanId()).isEqualTo(PRODUCER);
        assertThat(classify.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span("decode").getParentSpanId()).isEqualTo(classify.getSpanId());
        assertThat(span("batch").getParentSpanId()).isEqualTo(classify.getSpanId());
        assertThat(span("inference").getParentSpanId()).isEqualTo(span("batch").getSpanId());
        assertThat(span("publish").getParentSpanId()).isEqualTo(classify.getSpanId());
        assertThat(span("publish").getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(recorded.all()).allMatch(span -> span.getStatus().getStatusCode() == StatusCode.UNSET);
        assertThat(text(answer.headers(), "traceparent"))
                .isEqualTo("00-" + TRACE + "-" + span("publish").getSpanId() + "-01");
        assertThat(answer.headers().headers("traceparent")).hasSize(1);
        assertThat(text(answer.headers(), "tracestate")).isEqualTo("vendor=1");
    }

    @Test
    void marksAPredictionThatIsACloudEventToo() {
        TestRecord<byte[], byte[]> answer =
                answer(tracing, TestModels.image(2), SAMPLED, new CloudEventHeaders("odradek"));

        assertThat(text(answer.headers(), "ce_type")).isEqualTo("io.odradek.prediction");
        assertThat(answer.headers().headers("traceparent")).hasSize(1);
        assertThat(text(answer.headers(), "traceparent"))
                .isEqualTo("00-" + TRACE + "-" + span("publish").getSpanId() + "-01");
    }

    @Test
    void namesWhatItIsByTheConventions() {
        answer(tracing, TestModels.image(2), SAMPLED);

        assertThat(RecordedSpans.attributes(span("classify")))
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.operation.type", "process")
                .containsEntry("messaging.destination.name", "images")
                .containsEntry("messaging.destination.partition.id", "0")
                .containsEntry("messaging.kafka.offset", 0L)
                .containsEntry("messaging.consumer.group.name", "group");
        assertThat(RecordedSpans.attributes(span("batch")))
                .containsEntry("messaging.batch.message_count", 1L)
                .containsEntry("odradek.model.name", TestModels.NAME)
                .containsEntry("odradek.model.version", "7");
        assertThat(RecordedSpans.attributes(span("inference")))
                .containsEntry("odradek.images", 1L)
                .containsEntry("odradek.model.version", "7");
        assertThat(RecordedSpans.attributes(span("publish")))
                .containsEntry("messaging.operation.type", "send")
                .containsEntry("messaging.destination.name", "predictions");
    }

    @Test
    void givesARefusedImageTheReasonAndLeavesTheDeadLetterUntouched() {
        TestRecord<byte[], byte[]> letter = answer(tracing, new byte[3], SAMPLED);

        for (String name : List.of("classify", "decode", "publish")) {
            assertThat(span(name).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span(name).getStatus().getDescription()).contains("3 bytes");
            assertThat(RecordedSpans.attributes(span(name))).containsEntry("error.type", "UNKNOWN_FORMAT");
        }
        assertThat(span("batch").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(recorded.all()).noneMatch(span -> span.getName().equals("inference"));
        assertThat(RecordedSpans.attributes(span("publish"))).containsEntry("messaging.destination.name", "images-dlq");
        assertThat(text(letter.headers(), "traceparent")).isEqualTo(SAMPLED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            })
    void beginsATraceWhereTheHeaderIsNone(@Nullable String traceparent) {
        TestRecord<byte[], byte[]> answer = answer(tracing, TestModels.image(1), traceparent);

        assertThat(span("classify").getParentSpanContext().isValid()).isFalse();
        assertThat(text(answer.headers(), "traceparent"))
                .matches("00-" + span("classify").getTraceId() + "-"
                        + span("publish").getSpanId() + "-0[13]");
        assertThat(span("classify").getTraceId()).isNotEqualTo(TRACE);
    }

    @Test
    void leavesAnImageAloneWhoseProducerDidNotSampleIt() {
        TestRecord<byte[], byte[]> answer = answer(tracing, TestModels.image(1), NOT_SAMPLED);

        assertThat(recorded.all()).isEmpty();
        assertThat(text(answer.headers(), "traceparent")).isEqualTo(NOT_SAMPLED);
        assertThat(text(answer.headers(), "tracestate")).isEqualTo("vendor=1");
    }

    @Test
    void beginsNoTraceWhereTheSamplerSaysSo() {
        Tracing following = recorded.tracing(Sampler.parentBased(Sampler.alwaysOff()));

        TestRecord<byte[], byte[]> answer = answer(following, TestModels.image(1), null);
        assertThat(recorded.all()).isEmpty();
        assertThat(answer.headers().lastHeader("traceparent")).isNull();
        answer(following, TestModels.image(1), SAMPLED);

        assertThat(span("inference").getTraceId()).isEqualTo(TRACE);
        following.close();
    }

    @Test
    void passesTheHeadersOnUnchangedWhenOff() {
        TestRecord<byte[], byte[]> answer = answer(Tracing.OFF, TestModels.image(1), "nonsense");

        assertThat(text(answer.headers(), "traceparent")).isEqualTo("nonsense");
        assertThat(text(answer.headers(), "tracestate")).isEqualTo("vendor=1");
    }

    /** What one image is answered with, in the topology. */
    private TestRecord<byte[], byte[]> answer(Tracing with, byte[] image, @Nullable String traceparent) {
        return answer(with, image, traceparent, PredictionHeaders.KEPT);
    }

    private TestRecord<byte[], byte[]> answer(
            Tracing with, byte[] image, @Nullable String traceparent, PredictionHeaders made) {
        Route route = new Route(
                "images",
                models,
                TestParts.images(),
                TestParts.watches(metrics.topic("images")),
                metrics.model(TestModels.NAME),
                with,
                TestParts.unwatched(),
                DriftMonitor.off());
        ReadAhead readAhead = new ReadAhead(Map.of("images", TestModels.NAME), 64);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                ClassifyTopology.build(TOPICS, List.of(route), readAhead, made, new Handover(), MAX_RECORD_BYTES, null),
                new Properties())) {
            driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(new byte[0], image, headers(traceparent)));
            String topic = image.length == 4 ? "predictions" : "images-dlq";
            return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecord();
        }
    }

    private SpanData span(String name) {
        return recorded.one(name);
    }

    static Headers headers(@Nullable String traceparent) {
        Headers headers = new RecordHeaders().add("tracestate", "vendor=1".getBytes(StandardCharsets.UTF_8));
        return traceparent == null ? headers : headers.add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }

    static LoadedModel model(Path dir, byte[] bytes, String version) throws IOException {
        Path file = Files.write(dir.resolve(version + ".onnx"), bytes);
        return ((Admission.Admitted) new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, version))
                .model();
    }
}
