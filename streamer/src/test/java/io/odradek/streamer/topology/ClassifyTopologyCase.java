package io.odradek.streamer.topology;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.live.sample.Samples;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The topology in a driver, with a model of its own. */
abstract class ClassifyTopologyCase {
    static final TopicNames TOPICS =
            new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status", "latency");
    static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);
    static final int MAX_RECORD_BYTES = 100_000;
    static final byte[] KEY = {7, 0, (byte) 255};

    @TempDir
    Path dir;

    final PrometheusRegistry registry = new PrometheusRegistry();
    final StreamerMetrics metrics = new StreamerMetrics(registry, HistogramKind.CLASSIC);
    final ModelHolder models = new ModelHolder();
    final AtomicLong sequence = new AtomicLong();
    final Samples samples = new Samples(
            List.of(TestModels.NAME),
            new ImageSettings(1 << 20, 1_000, 1_000_000, 10, false),
            sequence::incrementAndGet,
            System::nanoTime,
            Clock.systemUTC());
    ImageSettings limits = new ImageSettings(1 << 20, 1_000, 1_000_000, 10, false);
    DriftMonitor drift = DriftMonitor.off();
    TopologyTestDriver driver;
    TestInputTopic<byte[], byte[]> images;
    TestOutputTopic<byte[], byte[]> predictions;
    TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() throws IOException {
        models.swap(load("1", 0));
        drive();
    }

    void restart(ImageSettings newLimits) {
        driver.close();
        limits = newLimits;
        drive();
    }

    private void drive() {
        driver = new TopologyTestDriver(build(), new Properties());
        images = driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
        predictions = driver.createOutputTopic("predictions", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic("images-dlq", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
        models.close();
    }

    String described(String first, String second) {
        return ClassifyTopology.build(
                        new TopicNames(
                                List.of("a", "b"), "predictions", "images-dlq", "models", "models-status", "latency"),
                        List.of(route(first), route(second)),
                        new ReadAhead(Map.of("a", TestModels.NAME, "b", TestModels.NAME), 64),
                        PredictionHeaders.KEPT,
                        new Handover(),
                        MAX_RECORD_BYTES,
                        null)
                .describe()
                .toString();
    }

    Route route(String topic) {
        return new Route(
                topic,
                models,
                limits,
                TestParts.watches(metrics.topic(topic)),
                metrics.model(TestModels.NAME),
                Tracing.OFF,
                samples.sampler(TestModels.NAME),
                drift);
    }

    Topology build() {
        return build(PredictionHeaders.KEPT);
    }

    Topology build(PredictionHeaders headers) {
        return ClassifyTopology.build(
                TOPICS,
                List.of(route("images")),
                new ReadAhead(Map.of("images", TestModels.NAME), 64),
                headers,
                new Handover(),
                MAX_RECORD_BYTES,
                null);
    }

    io.odradek.streamer.model.LoadedModel load(String version, int shift) throws IOException {
        Path file = Files.write(dir.resolve(version + ".onnx"), TestModels.file(version, shift));
        return ((Admission.Admitted) new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, version))
                .model();
    }

    static JsonObject json(TestRecord<byte[], byte[]> record) {
        return JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    static String text(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
