package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.RecordedSpans;
import io.odradek.streamer.tracing.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spans of images that go through the model together. */
class TracedBatchTest {
    private static final String PRODUCER = "00f067aa0ba902b7";

    @TempDir
    private Path dir;

    private final StreamerMetrics metrics = new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC);
    private final RecordedSpans recorded = new RecordedSpans(TracingTest.TOPICS);
    private final ModelHolder models = new ModelHolder();
    private final Tracing following = recorded.tracing(Sampler.parentBased(Sampler.alwaysOff()));

    @BeforeEach
    void load() throws IOException {
        models.swap(TracingTest.model(dir, TestModels.file("7", 0), "7"));
    }

    @AfterEach
    void unload() {
        models.close();
        following.close();
    }

    @Test
    void makesOneBatchOfWhatIsReadAheadLinkedWithEachTracedImage() {
        List<ConsumerRecord<byte[], byte[]>> records = List.of(
                record(0, 5, TestModels.image(0), null),
                record(0, 6, TestModels.image(1), trace(1, "01")),
                record(1, 9, new byte[3], trace(2, "01")),
                record(1, 10, TestModels.image(2), trace(3, "00")),
                record(1, 11, TestModels.image(2), trace(4, "01")));

        classify(following, records);

        List<SpanData> images = recorded.named("classify");
        SpanData batch = recorded.one("batch");
        assertThat(images).extracting(SpanData::getTraceId).containsExactly(id(1), id(2), id(4));
        assertThat(batch.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactlyElementsOf(
                        images.stream().map(SpanData::getSpanId).toList());
        assertThat(batch.getParentSpanId()).isEqualTo(images.get(0).getSpanId());
        assertThat(RecordedSpans.attributes(batch)).containsEntry("messaging.batch.message_count", 5L);
        assertThat(recorded.one("inference").getParentSpanId()).isEqualTo(batch.getSpanId());
        assertThat(RecordedSpans.attributes(recorded.one("inference"))).containsEntry("odradek.images", 4L);
        assertThat(images)
                .allSatisfy(image -> assertThat(image.getLinks())
                        .extracting(LinkData::getSpanContext)
                        .containsExactly(batch.getSpanContext()));
        assertThat(recorded.named("decode"))
                .extracting(SpanData::getParentSpanId)
                .containsExactlyElementsOf(
                        images.stream().map(SpanData::getSpanId).toList());
        assertThat(RecordedSpans.attributes(images.get(2)))
                .containsEntry("messaging.destination.partition.id", "1")
                .containsEntry("messaging.kafka.offset", 11L);
        assertThat(images.get(1).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void showsThatABatchFailedAndItsImagesWentAlone() throws IOException {
        models.swap(TracingTest.model(dir, TestModels.failingAt("f", 100), "f"));
        byte[] bad = {100, 100, 100, 100};

        classify(
                following,
                List.of(record(0, 0, TestModels.image(0), trace(1, "01")), record(0, 1, bad, trace(2, "01"))));

        assertThat(recorded.named("batch")).hasSize(3);
        assertThat(recorded.named("classify"))
                .extracting(span ->
                        span.getTraceId() + " " + RecordedSpans.attributes(span).get("error.type"))
                .containsExactly(id(1) + " failed", id(2) + " failed", id(1) + " null", id(2) + " INVALID_OUTPUT");
        assertThat(recorded.named("inference").get(0).getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
    }

    /** Classifies records that were polled together. */
    private void classify(Tracing with, List<ConsumerRecord<byte[], byte[]>> records) {
        ReadAhead readAhead = new ReadAhead(Map.of("images", TestModels.NAME), 64);
        BatchClassifier classifier = new BatchClassifier(
                models,
                new PayloadDecoder(ImageLimits.DEFAULT, false),
                metrics.model(TestModels.NAME),
                with,
                TestParts.unwatched(),
                DriftMonitor.off());
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            polled.computeIfAbsent(new TopicPartition("images", record.partition()), p -> new ArrayList<>())
                    .add(record);
        }
        readAhead.remember(new ConsumerRecords<>(polled, Map.of()), false);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition("images", record.partition());
            Outcome unused =
                    readAhead.outcome(partition, record.offset(), record.value(), record.headers(), classifier);
        }
    }

    private static String id(int n) {
        return "%032x".formatted(n);
    }

    private static String trace(int n, String flags) {
        return "00-" + id(n) + "-" + PRODUCER + "-" + flags;
    }

    private static ConsumerRecord<byte[], byte[]> record(
            int partition, long offset, byte[] value, @Nullable String traceparent) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("images", partition, offset, new byte[0], value);
        TracingTest.headers(traceparent).forEach(record.headers()::add);
        return record;
    }
}
