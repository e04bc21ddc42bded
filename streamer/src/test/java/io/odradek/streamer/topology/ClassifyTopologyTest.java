package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.tracing.Tracing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTopologyTest {
    private static final TopicNames TOPICS =
            new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status");
    private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final int MAX_RECORD_BYTES = 100_000;
    private static final byte[] KEY = {7, 0, (byte) 255};

    @TempDir
    private Path dir;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ModelHolder models = new ModelHolder();
    private ImageSettings limits = new ImageSettings(1 << 20, 1_000, 1_000_000, 10, false);
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> images;
    private TestOutputTopic<byte[], byte[]> predictions;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() throws IOException {
        models.swap(load("1", 0));
        drive();
    }

    private void restart(ImageSettings newLimits) {
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

    @Test
    void answersAnImageAndKeepsKeyHeadersAndTimestamp() {
        Headers headers = new RecordHeaders().add("odradek-id", new byte[] {1, 2});

        images.pipeInput(new TestRecord<>(KEY, TestModels.image(2), headers, TIME));

        TestRecord<byte[], byte[]> answer = predictions.readRecord();
        assertThat(answer.key()).isEqualTo(KEY);
        assertThat(answer.getRecordTime()).isEqualTo(TIME);
        assertThat(answer.headers().lastHeader("odradek-id").value()).containsExactly(1, 2);
        JsonObject json = json(answer);
        assertThat(json.get("label").getAsString()).isEqualTo("two");
        assertThat(json.getAsJsonObject("model").get("version").getAsString()).isEqualTo("1");
        assertThat(json.getAsJsonObject("source").get("offset").getAsLong()).isZero();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void answersAnImageWithoutAKey() {
        images.pipeInput(new TestRecord<>(null, TestModels.image(0), new RecordHeaders(), TIME));

        assertThat(predictions.readRecord().key()).isNull();
    }

    @Test
    void sendsABadRecordUntouchedToTheDeadLettersWithItsReason() {
        byte[] value = "not an image".getBytes(StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders().add("trace", new byte[] {9});

        images.pipeInput(new TestRecord<>(KEY, TestModels.image(0), new RecordHeaders(), TIME));
        images.pipeInput(new TestRecord<>(KEY, value, headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.getRecordTime()).isEqualTo(TIME);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(9);
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.UNKNOWN_FORMAT.name());
        assertThat(text(letter, "__streams.errors.message")).contains("12 bytes");
        assertThat(text(letter, "__streams.errors.topic")).isEqualTo("images");
        assertThat(text(letter, "__streams.errors.partition")).isEqualTo("0");
        assertThat(text(letter, "__streams.errors.offset")).isEqualTo("1");
    }

    @Test
    void takesARecordWithoutATimestamp() {
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
                "images",
                0,
                0,
                -1,
                TimestampType.NO_TIMESTAMP_TYPE,
                0,
                0,
                KEY,
                KEY,
                new RecordHeaders(),
                Optional.empty());

        assertThat(ClassifyTopology.timestamp(record, -1)).isPositive();
    }

    @Test
    void keepsATombstoneATombstone() {
        images.pipeInput(new TestRecord<>(KEY, null, new RecordHeaders(), TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.EMPTY.name());
    }

    @Test
    void leavesTheValueOutOfADeadLetterThatWouldNotFit() {
        Headers headers = new RecordHeaders().add("trace", new byte[] {9});

        images.pipeInput(new TestRecord<>(KEY, new byte[MAX_RECORD_BYTES], headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(9);
        assertThat(text(letter, "odradek-omitted")).isEqualTo("value");
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.UNKNOWN_FORMAT.name());
    }

    @Test
    void rejectsAnImageWhoseHeadersLeaveNoRoomForAPrediction() {
        Headers headers = new RecordHeaders().add("huge", new byte[MAX_RECORD_BYTES]);

        images.pipeInput(new TestRecord<>(KEY, TestModels.image(0), headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(letter.headers().lastHeader("huge")).isNull();
        assertThat(text(letter, "odradek-omitted")).isEqualTo("value, key, headers");
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.HEADERS_TOO_LARGE.name());
        assertThat(text(letter, "__streams.errors.offset")).isEqualTo("0");
    }

    @Test
    void doesNotSayThatAValueWasLeftOutWhereThereWasNone() {
        Headers headers = new RecordHeaders().add("huge", new byte[MAX_RECORD_BYTES]);

        images.pipeInput(new TestRecord<>(KEY, null, headers, TIME));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(text(letter, "odradek-omitted")).isEqualTo("key, headers");
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.EMPTY.name());
    }

    @Test
    void givesTheIdOfAnEnvelopeToPredictionAndDeadLetter() {
        restart(new ImageSettings(1 << 20, 1_000, 1_000_000, 10, true));
        String image = Base64.getEncoder().encodeToString(TestModels.image(1));
        byte[] good = ("{\"image\":\"" + image + "\",\"id\":\"seven\"}").getBytes(StandardCharsets.UTF_8);
        byte[] bad = "{\"image\":\"?\",\"id\":\"eight\"}".getBytes(StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders().add("odradek-id", new byte[] {'x'});

        images.pipeInput(new TestRecord<>(KEY, good, headers, TIME));
        images.pipeInput(new TestRecord<>(KEY, bad, new RecordHeaders(), TIME));
        images.pipeInput(KEY, TestModels.image(1));

        TestRecord<byte[], byte[]> prediction = predictions.readRecord();
        assertThat(json(prediction).get("label").getAsString()).isEqualTo("one");
        assertThat(text(prediction, "odradek-id")).isEqualTo("seven");
        assertThat(prediction.headers().headers("odradek-id"))
                .as("what was received stays")
                .hasSize(2);
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(text(letter, "odradek-reason")).isEqualTo(Reason.BAD_ENVELOPE.name());
        assertThat(text(letter, "odradek-id")).isEqualTo("eight");
        assertThat(letter.value()).isEqualTo(bad);
        assertThat(text(deadLetters.readRecord(), "odradek-reason")).isEqualTo(Reason.BAD_ENVELOPE.name());
    }

    @Test
    void refusesWhatIsBeyondTheLimitsThatAreSet() {
        restart(new ImageSettings(1 << 20, 1_000, 3, 10, false));
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png");

        images.pipeInput(KEY, png);

        assertThat(text(deadLetters.readRecord(), "odradek-reason")).isEqualTo(Reason.TOO_MANY_PIXELS.name());
    }

    @Test
    void goesOnAfterABadRecord() {
        images.pipeInput(KEY, new byte[3]);
        images.pipeInput(KEY, TestModels.image(1));

        assertThat(json(predictions.readRecord()).get("label").getAsString()).isEqualTo("one");
    }

    @Test
    void namesTheModelThatReallyMadeThePrediction() throws IOException {
        images.pipeInput(KEY, TestModels.image(0));
        models.swap(load("2", 1));
        images.pipeInput(KEY, TestModels.image(0));

        JsonObject before = json(predictions.readRecord());
        JsonObject after = json(predictions.readRecord());
        assertThat(before.get("label").getAsString()).isEqualTo("zero");
        assertThat(before.getAsJsonObject("model").get("version").getAsString()).isEqualTo("1");
        assertThat(after.get("label").getAsString()).isEqualTo("one");
        assertThat(after.getAsJsonObject("model").get("version").getAsString()).isEqualTo("2");
    }

    @Test
    void readsTheContentTypeHeader() {
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 0, 200, 0, 0), "png");
        Headers lie = new RecordHeaders().add("content-type", "image/jpeg".getBytes(StandardCharsets.UTF_8));
        Headers truth = new RecordHeaders().add("content-type", "image/png".getBytes(StandardCharsets.UTF_8));

        images.pipeInput(new TestRecord<>(KEY, png, lie, TIME));
        images.pipeInput(new TestRecord<>(KEY, png, truth, TIME));

        assertThat(text(deadLetters.readRecord(), "odradek-reason")).isEqualTo(Reason.CONTENT_TYPE_MISMATCH.name());
        assertThat(json(predictions.readRecord()).get("label").getAsString()).isEqualTo("one");
    }

    @Test
    void countsEachImageOnce() {
        images.pipeInput(KEY, TestModels.image(0));
        images.pipeInput(KEY, TestModels.image(1));
        images.pipeInput(KEY, new byte[0]);

        assertThat(registry.get("odradek.images")
                        .tag("outcome", "classified")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("odradek.images")
                        .tag("reason", "EMPTY")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("odradek.inference").timer().count()).isEqualTo(2);
    }

    @Test
    void failsLoudlyWhenImagesFlowWithoutAModel() {
        models.close();

        assertThatThrownBy(() -> images.pipeInput(KEY, TestModels.image(0)))
                .hasStackTraceContaining("there is no model");
    }

    @Test
    void keepsItsOperatorNames() {
        String description = build().describe().toString();

        assertThat(description).isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: source-images (topics: [images])
                              --> classify-images
                            Processor: classify-images (stores: [])
                              --> dead-letters-images, predictions-images
                              <-- source-images
                            Sink: dead-letters-images (topic: images-dlq)
                              <-- classify-images
                            Sink: predictions-images (topic: predictions)
                              <-- classify-images

                        """);
    }

    @Test
    void answersAnEventWithAnEventWhereThatIsWanted() {
        driver.close();
        driver = new TopologyTestDriver(build(new CloudEventHeaders("shop")), new Properties());
        images = driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
        predictions = driver.createOutputTopic("predictions", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        byte[] png = TestImages.encode(TestImages.grey(2, 2, 0, 200, 3, 4), "png");
        Headers event = new RecordHeaders()
                .add("content-type", "image/png".getBytes(StandardCharsets.UTF_8))
                .add("ce_id", "photo-7".getBytes(StandardCharsets.UTF_8));

        images.pipeInput(new TestRecord<>(KEY, png, event, TIME));

        TestRecord<byte[], byte[]> answer = predictions.readRecord();
        assertThat(text(answer, "ce_id")).isEqualTo("images-0-0");
        assertThat(text(answer, "ce_subject")).isEqualTo("photo-7");
        assertThat(text(answer, "content-type")).isEqualTo("application/json");
        assertThat(answer.key()).isEqualTo(KEY);
        assertThat(json(answer).get("label").getAsString()).isEqualTo("one");
    }

    @Test
    void givesEachTopicAPartOfItsOwn() {
        assertThat(described("a", "b"))
                .contains("Sub-topology: 0", "Sub-topology: 1")
                .doesNotContain("Sub-topology: 2");
    }

    /** Instances of one group tell each other tasks by number. */
    @Test
    void givesTasksTheSameNumbersInWhateverOrderRoutesAreWritten() {
        assertThat(described("b", "a")).isEqualTo(described("a", "b"));
    }

    private String described(String first, String second) {
        StreamerMetrics metrics = new StreamerMetrics(registry);
        return ClassifyTopology.build(
                        new TopicNames(List.of("a", "b"), "predictions", "images-dlq", "models", "models-status"),
                        List.of(route(metrics, first), route(metrics, second)),
                        new ReadAhead(Map.of("a", TestModels.NAME, "b", TestModels.NAME), 64),
                        PredictionHeaders.KEPT,
                        MAX_RECORD_BYTES)
                .describe()
                .toString();
    }

    private Route route(StreamerMetrics metrics, String topic) {
        return new Route(
                topic,
                models,
                limits,
                TestWatches.watches(metrics.topic(topic)),
                metrics.model(TestModels.NAME),
                Tracing.OFF);
    }

    private Topology build() {
        return build(PredictionHeaders.KEPT);
    }

    private Topology build(PredictionHeaders headers) {
        StreamerMetrics metrics = new StreamerMetrics(registry);
        return ClassifyTopology.build(
                TOPICS,
                List.of(route(metrics, "images")),
                new ReadAhead(Map.of("images", TestModels.NAME), 64),
                headers,
                MAX_RECORD_BYTES);
    }

    private io.odradek.streamer.model.LoadedModel load(String version, int shift) throws IOException {
        Path file = Files.write(dir.resolve(version + ".onnx"), TestModels.file(version, shift));
        return ((Admission.Admitted) new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, TestModels.NAME, version))
                .model();
    }

    private static JsonObject json(TestRecord<byte[], byte[]> record) {
        return JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static String text(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
