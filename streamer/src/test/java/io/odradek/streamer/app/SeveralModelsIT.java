package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One streamer, several topics of images, a model for each. */
class SeveralModelsIT {
    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("images-a", 4, (short) 1), new NewTopic("images-b", 2, (short) 1)));
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void answersEachTopicWithItsOwnModelAndChangesOneAlone(String guarantee) {
        publish("model-a", "1", 0);
        try (RunningStreamer streamer = start(Map.of(Setting.PROCESSING_GUARANTEE, guarantee))) {
            streamer.await(h -> h.waitingFor().startsWith("model-b: a pointer for model \"model-b\""));
            assertThat(streamer.health().waitingFor()).endsWith("the topic has pointers for model-a");
            assertThat(streamer.health().ready()).isFalse();
            send("images-a", 4, 400);
            send("images-b", 2, 300);
            publish("model-b", "1", 1);
            awaitAnswers(700);
            publish("model-b", "2", 2);
            streamer.await(h -> h.model().contains("model-b@2 "));
            send("images-a", 4, 100);
            send("images-b", 2, 100);
            awaitAnswers(900);
            streamer.await(HealthReport::ready);

            assertThat(http.metric("odradek_images_total{model=\"model-a\",outcome=\"classified\"}"))
                    .isEqualTo(500);
            assertThat(http.metric("odradek_images_total{model=\"model-b\",outcome=\"classified\"}"))
                    .isEqualTo(400);
            assertThat(http.metric("odradek_model_info{model=\"model-b\",version=\"2\"}"))
                    .isEqualTo(1);
            JsonObject health = Awaitility.await()
                    .until(
                            () -> JsonParser.parseString(http.get("/health/ready/model-b"))
                                    .getAsJsonObject(),
                            told -> told.get("ready").getAsBoolean());
            assertThat(health.getAsJsonObject("models").keySet()).containsExactly("model-a", "model-b");
        }
        assertThat(answers())
                .isEqualTo(Map.of(
                        "images-a by model-a@1", 500L, "images-b by model-b@1", 300L, "images-b by model-b@2", 100L));
        assertThat(cluster.read("images-dlq")).isEmpty();
    }

    @Test
    void refusesABadFileOfOneModelAndTellsWhoseImagesAreRejected() {
        publish("model-a", "1", 0);
        publish("model-b", "1", 1);
        try (RunningStreamer streamer = start(Map.of(Setting.BREAKER_MIN_IMAGES, "20"))) {
            streamer.await(HealthReport::ready);
            cluster.models("model-b@2", Cluster.utf8("no model"));
            point("model-b", "2");
            streamer.await(h -> h.lastRefusal().startsWith("model-b: 2, protobuf"));
            send("images-a", 4, 100);
            cluster.sendAll(50, i -> new ProducerRecord<>("images-b", i % 2, null, Cluster.utf8("no image")));

            awaitAnswers(100);
            Awaitility.await().until(() -> cluster.read("images-dlq").size() == 50);
            assertThat(streamer.health().operation().alarm())
                    .startsWith("images-b: 100% of 50 images in the last 60 s were rejected");
            assertThat(http.metric("odradek_breaker_open{topic=\"images-a\"}")).isZero();
            assertThat(http.metric("odradek_breaker_open{topic=\"images-b\"}")).isEqualTo(1);
            assertThat(http.metric("odradek_model_reloads_total{model=\"model-a\",result=\"live\"}"))
                    .isEqualTo(1);
            assertThat(http.metric("odradek_images_total{model=\"model-b\",reason=\"UNKNOWN_FORMAT\"}"))
                    .isEqualTo(50);
        }
        assertThat(answers()).isEqualTo(Map.of("images-a by model-a@1", 100L));
    }

    private RunningStreamer start(Map<Setting, String> more) {
        Map<Setting, String> settings = cluster.settings(http, dir);
        settings.remove(Setting.MODEL_NAME);
        settings.put(Setting.ROUTES, "images-a=model-a,images-b=model-b");
        settings.putAll(more);
        return RunningStreamer.start(settings, Map.of());
    }

    private void publish(String model, String version, int shift) {
        byte[] file = TestModels.put(TestModels.model(version, shift), "odradek.name", model)
                .build()
                .toByteArray();
        cluster.models(model + "@" + version, file);
        point(model, version);
    }

    private void point(String model, String version) {
        cluster.models(model, Cluster.utf8("{\"schema\":1,\"live\":\"" + version + "\",\"previous\":[\"1\"]}"));
    }

    private void send(String topic, int partitions, int count) {
        cluster.sendAll(count, i -> new ProducerRecord<>(topic, i % partitions, null, TestModels.image(i % 3)));
    }

    private void awaitAnswers(int count) {
        cluster.awaitAnswers(count);
    }

    /** How many answers each model gave to each topic; each is right, of its image's partition, and the only one. */
    private Map<String, Long> answers() {
        Map<String, ConsumerRecord<byte[], byte[]>> images = new TreeMap<>();
        for (String topic : List.of("images-a", "images-b")) {
            cluster.read(topic)
                    .forEach(image -> images.put(topic + "-" + image.partition() + "-" + image.offset(), image));
        }
        Map<String, Long> answers = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read("predictions")) {
            JsonObject json = Account.json(record);
            JsonObject source = json.getAsJsonObject("source");
            String topic = source.get("topic").getAsString();
            String id = topic + "-" + source.get("partition").getAsInt() + "-"
                    + source.get("offset").getAsLong();
            ConsumerRecord<byte[], byte[]> image =
                    Objects.requireNonNull(images.remove(id), "twice, or of no image: " + id);
            JsonObject model = json.getAsJsonObject("model");
            String version = model.get("version").getAsString();
            assertThat(record.partition()).isEqualTo(image.partition());
            assertThat(json.get("label").getAsString()).as(id).isEqualTo(label(image.value(), topic, version));
            answers.merge(topic + " by " + model.get("name").getAsString() + "@" + version, 1L, Long::sum);
        }
        return answers;
    }

    private static String label(byte[] image, String topic, String version) {
        int brightest = image[0] != 0 ? 0 : image[1] != 0 ? 1 : 2;
        int shift = topic.equals("images-a") ? 0 : Integer.parseInt(version);
        return TestModels.LABELS.get((brightest + shift) % 3);
    }
}
