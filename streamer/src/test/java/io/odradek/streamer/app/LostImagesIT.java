package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SpecialProducers;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that retention removes before they are read, on a real broker: counted to the last one, and nothing else is. */
class LostImagesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LOST = "odradek_images_lost_total";

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withModel();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"at_least_once, classic", "exactly_once_v2, streams"})
    void countsWhatWasRemovedWhileItWasStopped(String guarantee, String protocol) {
        Map<String, String> kafka = Map.of("group.protocol", protocol);
        try (RunningStreamer streamer = RunningStreamer.start(settings(guarantee), kafka)) {
            streamer.awaitModel("0");
            send(0, 100);
            cluster.awaitAnswers(100);
            assertThat(http.metric(LOST)).isZero();
        }
        send(0, 300);
        send(1, 10);
        cluster.removeBefore("images", Map.of(0, 250L));

        try (RunningStreamer streamer = RunningStreamer.start(settings(guarantee), kafka)) {
            cluster.awaitAnswers(100 + 150 + 10);
            streamer.await(h -> h.operation().lost().startsWith("150 images since start"));
            assertThat(streamer.health().operation().lost()).contains("offsets 100 to 249 of images-0");
            assertThat(http.get("/health")).contains("\"lost\": \"150 images");
            assertThat(http.metric(LOST)).isEqualTo(150);
            assertThat(http.metric("odradek_images_lost_check_failures_total")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"at_least_once, streams", "exactly_once_v2, classic"})
    void countsWhatIsRemovedUnderARunningStreamer(String guarantee, String protocol) {
        // Small buffers: what was fetched before is not lost.
        Map<String, String> kafka = Map.of(
                "group.protocol", protocol,
                "buffered.records.per.partition", "10",
                "consumer.max.poll.records", "10",
                "consumer.max.partition.fetch.bytes", "100");
        try (RunningStreamer streamer = RunningStreamer.start(settings(guarantee), kafka)) {
            streamer.awaitModel("0");
            oneByOne(20);
            cluster.awaitAnswers(20);
            http.post("/pause");
            oneByOne(500);

            cluster.removeBefore("images", Map.of(0, 420L));
            http.post("/resume");
            oneByOne(30);

            Awaitility.await().atMost(PATIENCE).until(() -> http.metric(LOST) > 0);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> cluster.read("predictions").size() + http.metric(LOST) == 550);
            assertThat(http.metric(LOST)).as("all but what was held").isBetween(350.0, 400.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void takesMarkersAndAbortedImagesForNoLoss(String guarantee) {
        int answers = 0;
        try (RunningStreamer streamer = RunningStreamer.start(settings(guarantee), Map.of())) {
            streamer.awaitModel("0");
            transactions(30);
            answers += 90;
            cluster.awaitAnswers(answers);
            // The log's start moves, over what was answered.
            cluster.removeBefore("images", Map.of(0, 50L));
            transactions(30);
            answers += 90;
            cluster.awaitAnswers(answers);
            assertThat(http.metric(LOST)).isZero();
        }
        transactions(10);
        try (RunningStreamer streamer = RunningStreamer.start(settings(guarantee), Map.of())) {
            streamer.awaitModel("0");
            cluster.awaitAnswers(answers + 30);
            send(0, 1);
            cluster.awaitAnswers(answers + 31);
            assertThat(http.metric(LOST)).isZero();
            assertThat(streamer.health().operation().lost()).isEmpty();
            assertThat(http.metric("odradek_images_lost_check_failures_total")).isZero();
        }
    }

    /** Pairs of a committed transaction of three images and an aborted one of two, all in partition 0. */
    private void transactions(int pairs) {
        try (KafkaProducer<byte[], byte[]> producer = SpecialProducers.transactional(cluster)) {
            for (int i = 0; i < pairs; i++) {
                transaction(producer, 3);
                producer.commitTransaction();
                transaction(producer, 2);
                producer.flush();
                producer.abortTransaction();
            }
        }
    }

    private static void transaction(KafkaProducer<byte[], byte[]> producer, int images) {
        producer.beginTransaction();
        for (int i = 0; i < images; i++) {
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>("images", 0, null, TestModels.image(i)));
        }
    }

    private void send(int partition, int count) {
        cluster.sendAll(count, i -> new ProducerRecord<>("images", partition, null, TestModels.image(i % 3)));
    }

    /** Each in a batch of its own, so that a fetch brings few. */
    private void oneByOne(int count) {
        for (int i = 0; i < count; i++) {
            cluster.send(new ProducerRecord<>("images", 0, null, TestModels.image(i % 3)));
        }
    }

    private Map<Setting, String> settings(String guarantee) {
        Map<Setting, String> settings = cluster.settings(http, dir);
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
        return settings;
    }
}
