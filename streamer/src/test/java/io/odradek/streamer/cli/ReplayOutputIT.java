package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What {@code replay} writes to a topic. */
class ReplayOutputIT extends ReplayCase {
    private static final int EVENTS = 12;

    @Test
    void writesToATopicWhatAStreamerWouldHaveWritten() throws Exception {
        // Given
        create("again", 4, Map.of());

        // When
        String out = replay("--model=test-model@0", "--output-topic=again").done();

        // Then
        assertThat(out).contains("predictions are in topic again\n");
        assertThat(cluster.read("again"))
                .hasSize(GOOD)
                .map(ReplayOutputIT::shown)
                .containsExactlyInAnyOrderElementsOf(cluster.read("predictions").stream()
                        .map(ReplayOutputIT::shown)
                        .toList());
        assertThat(groups()).containsExactly("odradek");
    }

    @Test
    void writesTheCloudEventsThatAStreamerWouldHaveWrittenOfImagesInEnvelopes() {
        // Given images that are events, in envelopes with an id of their own
        create("photos", 4, Map.of());
        create("events", 4, Map.of("max.message.bytes", "1114124"));
        create("again", 4, Map.of());
        cluster.sendAll(EVENTS, ReplayOutputIT::event);
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.APPLICATION_ID, "shop");
        settings.put(Setting.IMAGES_TOPIC, "photos");
        settings.put(Setting.IMAGES_ENVELOPE, "json");
        settings.put(Setting.PREDICTIONS_TOPIC, "events");
        settings.put(Setting.PREDICTIONS_FORMAT, "cloudevents");
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("0");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.read("events").size() == EVENTS);
        }

        // When
        JsonObject json = replay(
                        "--model=test-model@0",
                        "--application-id=shop",
                        "--images-topic=photos",
                        "--images-envelope=json",
                        "--predictions-topic=events",
                        "--predictions-format=cloudevents",
                        "--output-topic=again",
                        "--json")
                .json();

        // Then
        assertThat(json.get("compared"))
                .hasToString("{\"images\":12,\"same\":12,\"changed\":0,\"withoutThen\":0,\"rejectedNow\":0}");
        List<String> written =
                cluster.read("again").stream().map(ReplayOutputIT::shown).toList();
        assertThat(written)
                .hasSize(EVENTS)
                .containsExactlyInAnyOrderElementsOf(cluster.read("events").stream()
                        .map(ReplayOutputIT::shown)
                        .toList())
                .allSatisfy(record -> assertThat(record)
                        .contains("ce_type=io.odradek.prediction", "ce_subject=event-", "odradek-id=own-"));
    }

    @Test
    void countsAnImageWhoseHeadersDoNotFitBesideItsPrediction() {
        // Given
        create("again", 4, Map.of("max.message.bytes", "50000"));
        cluster.sendAll(
                1,
                i -> new ProducerRecord<>(
                        "images",
                        0,
                        null,
                        null,
                        TestModels.image(1),
                        new RecordHeaders(List.of(new RecordHeader("large", new byte[50_000])))));

        // When
        JsonObject json =
                replay("--model=test-model@0", "--output-topic=again", "--json").json();

        // Then
        assertThat(json.get("rejected")).hasToString("{\"HEADERS_TOO_LARGE\":1,\"UNKNOWN_FORMAT\":7}");
        assertThat(json.getAsJsonObject("total").get("classified").getAsInt()).isEqualTo(GOOD);
        assertThat(cluster.read("again")).hasSize(GOOD);
        assertThat(replay("--model=test-model@0", "--json").json().get("rejected"))
                .as("where nothing is written, all fits")
                .hasToString("{\"UNKNOWN_FORMAT\":7}");
    }

    @Test
    void endsWhereTheTopicDoesNotTakeAPredictionAndSaysWhy() {
        // Given images without keys, and a topic that needs keys
        create("again", 4, Map.of("cleanup.policy", "compact"));
        cluster.sendImages(4);

        // When
        String refusal = replay("--model=test-model@0", "--output-topic=again").refused();

        // Then
        assertThat(refusal)
                .startsWith("streamer: --output-topic: topic again at " + cluster.bootstrapServers()
                        + " has not taken a prediction: ")
                .contains("Compacted topic cannot accept message without key");
    }

    @Test
    void writesNoPredictionThatTheTopicsRetentionWouldRemoveAtOnce() {
        // Given images that are half an hour old
        create("again", 4, Map.of("retention.ms", "600000"));

        // When
        String refusal = replay("--model=test-model@0", "--output-topic=again").refused();

        // Then
        assertThat(refusal)
                .startsWith(
                        "streamer: --output-topic: topic again keeps a record for PT10M from its timestamp on, and images-")
                .contains(": Kafka would remove its prediction:\n  kafka-configs.sh --bootstrap-server "
                        + cluster.bootstrapServers()
                        + " --alter --entity-type topics --entity-name again --add-config retention.ms=-1\n");
        assertThat(cluster.count("again")).isZero();

        // and takes them where time does not remove them.
        create("compacted", 4, Map.of("retention.ms", "600000", "cleanup.policy", "compact"));
        create("appended", 4, Map.of("retention.ms", "600000", "message.timestamp.type", "LogAppendTime"));
        replay("--model=test-model@0", "--output-topic=compacted").done();
        replay("--model=test-model@0", "--output-topic=appended").done();
    }

    private static ProducerRecord<byte[], byte[]> event(int i) {
        String image = Base64.getEncoder().encodeToString(TestModels.image(i % 3));
        return new ProducerRecord<>(
                "photos",
                i % Cluster.PARTITIONS,
                null,
                null,
                Cluster.utf8("{\"id\":\"own-" + i + "\",\"image\":\"" + image + "\"}"),
                new RecordHeaders(List.of(
                        new RecordHeader("ce_id", Cluster.utf8("event-" + i)),
                        new RecordHeader("ce_source", Cluster.utf8("urn:camera:9")),
                        new RecordHeader("ce_type", Cluster.utf8("camera.photo")))));
    }

    private static String shown(ConsumerRecord<byte[], byte[]> record) {
        return record.partition() + " " + record.timestamp() + " "
                + (record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8)) + " "
                + Stream.of(record.headers().toArray())
                        .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                        .toList()
                + " " + new String(record.value(), StandardCharsets.UTF_8);
    }
}
