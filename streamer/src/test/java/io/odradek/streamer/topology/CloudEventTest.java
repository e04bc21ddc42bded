package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Predictions as the CloudEvents project's own reader sees them. */
class CloudEventTest {
    private static final byte[] JSON = "{\"label\":\"Coat\"}".getBytes(StandardCharsets.UTF_8);

    private final PredictionHeaders headers = new CloudEventHeaders("shop");
    private final Source source = new Source("images", 3, 42);

    @Test
    void isReadWithTheImagesPlaceAsItsId() {
        CloudEvent event = read(new RecordHeaders().add("content-type", utf8("image/png")));

        assertThat(event.getSpecVersion()).hasToString("1.0");
        assertThat(event.getId()).isEqualTo("images-3-42");
        assertThat(event.getSource()).hasToString("/odradek/shop");
        assertThat(event.getType()).isEqualTo("io.odradek.prediction");
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getSubject()).isNull();
        assertThat(Objects.requireNonNull(event.getData()).toBytes()).isEqualTo(JSON);
    }

    @Test
    void namesTheImagesOwnEventAndKeepsItsExtensionsAndOtherHeaders() {
        Headers image = new RecordHeaders()
                .add("ce_id", utf8("photo 7"))
                .add("ce_source", utf8("urn:camera:9"))
                .add("ce_specversion", utf8("1.0"))
                .add("ce_type", utf8("camera.photo"))
                .add("ce_time", utf8("2026-11-24T00:00:00Z"))
                .add("ce_dataschema", utf8("urn:photo"))
                .add("ce_partitionkey", utf8("left"))
                .add("odradek-id", utf8("another"))
                .add("mine", new byte[] {1, (byte) 0xff});

        Headers prediction = headers.of(image, source);
        CloudEvent event = event(prediction);

        assertThat(event.getSubject()).isEqualTo("photo 7");
        assertThat(event.getExtension("imagesource")).isEqualTo("urn:camera:9");
        assertThat(event.getExtension("partitionkey")).isEqualTo("left");
        assertThat(event.getType()).isEqualTo("io.odradek.prediction");
        assertThat(event.getTime()).isNull();
        assertThat(event.getDataSchema()).isNull();
        assertThat(prediction.lastHeader("mine").value()).containsExactly(1, 0xff);
        assertThat(prediction.lastHeader("odradek-id").value()).isEqualTo(utf8("another"));
        assertThat(image.lastHeader("ce_type").value()).as("the image's stay").isEqualTo(utf8("camera.photo"));
    }

    @Test
    void takesTheIdOfAnImageThatIsNoEventAndNoIdThatCannotBeOne() {
        assertThat(read(new RecordHeaders().add("odradek-id", utf8("a-1"))).getSubject())
                .isEqualTo("a-1");
        assertThat(read(new RecordHeaders().add("odradek-id", new byte[] {(byte) 0xff}))
                        .getSubject())
                .as("not UTF-8")
                .isNull();
        assertThat(read(new RecordHeaders().add("odradek-id", utf8("a\nb"))).getSubject())
                .as("a control character")
                .isNull();
        assertThat(read(new RecordHeaders().add("ce_id", utf8("")).add("odradek-id", utf8("a-2")))
                        .getSubject())
                .isEqualTo("a-2");
    }

    private CloudEvent read(Headers image) {
        return event(headers.of(image, source));
    }

    private static CloudEvent event(Headers prediction) {
        try (CloudEventDeserializer reader = new CloudEventDeserializer()) {
            return reader.deserialize("predictions", prediction, JSON);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
