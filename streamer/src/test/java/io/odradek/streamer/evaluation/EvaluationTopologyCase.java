package io.odradek.streamer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.kit.Scrape;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;

/** The whole topology, without a broker. */
abstract class EvaluationTopologyCase {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    static final Duration GRACE = Duration.ofHours(1);
    /** The hour that begins at {@link #NOW}, of version 1. */
    static final String HOUR = "m@1/hour/2026-11-29T12:00:00Z";

    static final EvaluationSettings SETTINGS = settings(1, false, 64 << 20);

    /** Of the versions that are known; all others have any classes. */
    final Map<String, Set<String>> classes = new HashMap<>();

    private final PrometheusRegistry registry = new PrometheusRegistry();
    final EvaluationMetrics metrics = new EvaluationMetrics(registry);
    final Recount recount = new Recount(GRACE);

    @SuppressWarnings("NullAway.Init") // Each test calls start first.
    private TopologyTestDriver driver;

    @SuppressWarnings("NullAway.Init")
    private TestInputTopic<byte[], byte[]> predictions;

    @SuppressWarnings("NullAway.Init")
    private TestInputTopic<byte[], byte[]> labels;

    @SuppressWarnings("NullAway.Init")
    private TestOutputTopic<byte[], byte[]> evaluations;

    @SuppressWarnings("NullAway.Init")
    private TestOutputTopic<byte[], byte[]> deadLetters;

    private long labelOffset;

    static EvaluationSettings settings(double sample, boolean keyUnique, long maxBytes) {
        return new EvaluationSettings(
                "labels", "labels-dlq", "evaluations", GRACE, sample, keyUnique, maxBytes, Duration.ofSeconds(1));
    }

    final void start(EvaluationSettings settings) {
        start(settings, 1_000_000);
    }

    final void start(EvaluationSettings settings, int maxRecordBytes) {
        Properties properties = new Properties();
        properties.put("application.id", "evaluate");
        properties.put("bootstrap.servers", "none:1");
        EvaluationParts parts = new EvaluationParts(
                "predictions",
                1,
                settings,
                model -> Optional.ofNullable(classes.get(model)),
                metrics,
                maxRecordBytes,
                Duration.ofDays(10).toMillis());
        driver = new TopologyTestDriver(EvaluationTopology.build(parts), properties, NOW);
        predictions = driver.createInputTopic("predictions", new ByteArraySerializer(), new ByteArraySerializer());
        labels = driver.createInputTopic("labels", new ByteArraySerializer(), new ByteArraySerializer());
        evaluations = driver.createOutputTopic("evaluations", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic("labels-dlq", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /** A prediction of an image with an id, {@code seconds} after {@link #NOW}. */
    final void predict(String image, String version, String label, double confidence, long seconds) {
        long time = NOW.plusSeconds(seconds).toEpochMilli();
        recount.add(new Recount.Predicted(image, "m@" + version, label, (float) confidence, time));
        predictions.pipeInput(new TestRecord<>(
                null,
                prediction(version, label, (float) confidence, 0),
                new RecordHeaders().add("odradek-id", image.getBytes(UTF_8)),
                Instant.ofEpochMilli(time)));
    }

    /** A record of the predictions as it is. */
    final void predict(TestRecord<byte[], byte[]> record) {
        predictions.pipeInput(record);
    }

    static byte[] prediction(String version, String label, float confidence, long offset) {
        return ("{\"schema\":1,\"label\":\"" + label + "\",\"index\":0,\"confidence\":" + confidence
                        + ",\"probabilities\":[" + confidence + ",0],\"model\":{\"name\":\"m\",\"version\":\"" + version
                        + "\",\"sha256\":\"ab\"},\"source\":{\"topic\":\"images\",\"partition\":0,\"offset\":" + offset
                        + "}}")
                .getBytes(UTF_8);
    }

    /** A label of an image with an id. */
    final void label(String image, String label, long seconds) {
        long time = NOW.plusSeconds(seconds).toEpochMilli();
        recount.add(new Recount.Labelled(image, label, time, 0, labelOffset));
        label(new TestRecord<>(
                null,
                label.getBytes(UTF_8),
                new RecordHeaders().add("odradek-id", image.getBytes(UTF_8)),
                Instant.ofEpochMilli(time)));
    }

    /** A record of the labels as it is. */
    final void label(TestRecord<byte[], byte[]> record) {
        labelOffset++;
        labels.pipeInput(record);
    }

    /** The timestamps in one of the application's own topics. */
    final List<Long> own(String name) {
        return driver
                .createOutputTopic(
                        "evaluate-" + name + "-repartition", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(TestRecord::timestamp)
                .toList();
    }

    /** Lets time pass. */
    final void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    final Evaluations evaluations() {
        pass(Duration.ofSeconds(1));
        Evaluations all = new Evaluations();
        evaluations.readRecordsToList().forEach(record -> all.add(record.key(), record.value()));
        return all;
    }

    final List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    final Scrape scrape() {
        return Scrape.of(registry);
    }

    final double labels(String outcome) {
        return scrape().value("odradek_evaluate_labels_total{outcome=\"" + outcome + "\"}");
    }

    final double predictions(String outcome) {
        return scrape().value("odradek_evaluate_predictions_total{outcome=\"" + outcome + "\"}");
    }
}
