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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many images wait and for how long, with a real broker: exactly, and down to nothing. */
class LagMetricsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String RECORDS = "odradek_lag_records{topic=\"images\"}";
    private static final String SECONDS = "odradek_lag_seconds{topic=\"images\"}";

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
    void countsWhatWaitsAndComesToNothingAlsoBehindMarkersAndAbortedImages(String guarantee, String protocol) {
        Map<Setting, String> settings = cluster.settings(http, dir);
        settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of("group.protocol", protocol))) {
            streamer.awaitModel("0");
            cluster.sendImages(400);
            cluster.awaitAnswers(400);
            awaitLag(0);
            assertThat(http.metric(SECONDS)).isZero();

            http.post("/pause");
            long aMinuteAgo = System.currentTimeMillis() - 60_000;
            cluster.sendAll(100, i -> new ProducerRecord<>("images", i % 4, aMinuteAgo, null, TestModels.image(i % 3)));
            awaitLag(100);
            assertThat(http.metric(SECONDS)).isBetween(60.0, 120.0);
            assertThat(http.get("/health")).contains("\"records\": 100");
            http.post("/resume");
            cluster.awaitAnswers(500);
            awaitLag(0);

            SpecialProducers.transaction(cluster, images(0, 10), true);
            SpecialProducers.transaction(cluster, images(1, 10), false);
            cluster.awaitAnswers(510);
            awaitLag(0);
            assertThat(http.metric(SECONDS)).isZero();
        }
    }

    /** Streams holds ten images of a partition, and the consumer a few more: most of them were not polled. */
    @Test
    void countsWhatWasNotPolledAndFromTheCommittedOffsetOn() {
        Map<Setting, String> settings = cluster.settings(http, dir);
        Map<String, String> kafka = Map.of("buffered.records.per.partition", "10", "consumer.max.poll.records", "10");
        try (RunningStreamer streamer = RunningStreamer.start(settings, kafka)) {
            streamer.awaitModel("0");
            cluster.sendImages(40);
            cluster.awaitAnswers(40);
        }
        cluster.sendImages(4_000);
        // Its file does not come: nothing is polled before the pause.
        cluster.point("9");
        try (RunningStreamer streamer = RunningStreamer.start(settings, kafka)) {
            streamer.await(h -> h.waitingFor().contains("the file of test-model@9"));
            http.post("/pause");
            cluster.point("0");
            streamer.await(h -> h.state().equals("running"));

            awaitLag(4_000);

            cluster.removeBefore("images", Map.of(3, 510L));
            // Those of it that Streams holds are answered.
            Awaitility.await().atMost(PATIENCE).until(() -> http.metric(RECORDS) < 3_600);
            assertThat(http.metric(RECORDS)).isGreaterThanOrEqualTo(3_500);
            double before = http.metric(SECONDS);
            assertThat(before).isPositive();
            Awaitility.await().atMost(PATIENCE).until(() -> http.metric(SECONDS) > before + 1);
        }
    }

    private void awaitLag(int records) {
        Awaitility.await().atMost(PATIENCE).until(() -> http.metric(RECORDS) == records);
    }

    private static List<ProducerRecord<byte[], byte[]>> images(int partition, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ProducerRecord<byte[], byte[]>("images", partition, null, TestModels.image(i % 3)))
                .toList();
    }
}
