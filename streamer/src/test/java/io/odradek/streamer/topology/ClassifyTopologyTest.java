package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What an image is answered with, and the shape of the topology. */
class ClassifyTopologyTest extends ClassifyTopologyCase {
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

        assertThat(Scrape.of(registry).value("odradek_images_total{outcome=\"classified\"}"))
                .isEqualTo(2);
        assertThat(Scrape.of(registry).value("odradek_images_total{reason=\"EMPTY\"}"))
                .isEqualTo(1);
        assertThat(Scrape.of(registry).value("odradek_inference_seconds_count")).isEqualTo(2);
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
}
