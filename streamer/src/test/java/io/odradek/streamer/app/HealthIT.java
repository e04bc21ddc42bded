package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.server.HealthReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the health endpoints say while things happen to a real streamer. */
@Tag("alone")
class HealthIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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
    @ValueSource(strings = {"classic", "streams"})
    void tellsThreadsAndPartitionsAndStaysAliveWhileInstancesComeAndGo(String protocol) {
        Map<String, String> kafka = Map.of("group.protocol", protocol);
        try (RunningStreamer first = RunningStreamer.start(settings(Map.of()), kafka)) {
            first.await(h -> h.ready() && partitions(h).size() == Cluster.PARTITIONS);
            try (RunningStreamer second = RunningStreamer.start(cluster.settings(), kafka)) {
                Awaitility.await().atMost(PATIENCE).until(() -> {
                    assertThat(first.health().live()).isTrue();
                    assertThat(second.health().live()).isTrue();
                    return second.health().ready()
                            && first.health().ready()
                            && partitions(first.health()).size() == 2
                            && partitions(second.health()).size() == 2;
                });
                List<Integer> all = new ArrayList<>(partitions(first.health()));
                all.addAll(partitions(second.health()));
                assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3);
                first.await(h -> h.flow().threads().size() == 2
                        && h.flow().threads().stream().allMatch(HealthIT::works));
                assertThat(http.metric("odradek_partitions{topic=\"images\"}")).isEqualTo(2);
                assertThat(http.metric("odradek_poll_age_seconds")).isBetween(0.0, 5.0);
            }
            first.await(h -> {
                assertThat(h.live()).isTrue();
                return h.ready() && partitions(h).size() == Cluster.PARTITIONS;
            });
            JsonObject json = JsonParser.parseString(http.get("/health")).getAsJsonObject();
            assertThat(json.getAsJsonObject("partitions")).hasToString("{\"images\":[0,1,2,3]}");
            assertThat(json.getAsJsonArray("threads")).hasSize(2);
            assertThat(http.get("/health")).doesNotContain("odradek-");
        }
    }

    @Test
    void tellsTheLastReloadAndStaysReady() {
        try (RunningStreamer streamer = RunningStreamer.start(settings(Map.of()), Map.of())) {
            streamer.awaitModel("0");
            streamer.awaitPartitionsEach(Cluster.PARTITIONS / 2);
            assertReload(streamer, "0", "live", "");

            cluster.artefact("1", BadModel.NAN_WEIGHTS.file("1"));
            cluster.point("1", "0");
            streamer.await(h -> h.lastRefusal().startsWith("1, output"));
            assertReload(streamer, "1", "refused", "output");
            cluster.publish("2", 2, "0");
            streamer.await(h -> {
                assertThat(h.ready()).isTrue();
                return h.model().contains("@2 ");
            });

            assertReload(streamer, "2", "live", "");
            assertThat(http.get("/health")).contains("\"seconds\": 0.");
            assertThat(http.metric("odradek_ready")).isEqualTo(1);
            assertThat(http.metric("odradek_live")).isEqualTo(1);
        }
    }

    @Test
    void isNotReadyWhileKafkaIsAwayAliveAllTheSameAndReadyAgainWhenItIsBack() {
        cluster.close();
        cluster = Cluster.inProcess().createModel();
        try (RunningStreamer streamer =
                RunningStreamer.start(settings(Map.of(Setting.READY_KAFKA_SECONDS, "1")), Map.of())) {
            streamer.awaitModel("0");
            cluster.sendImages(100);
            cluster.awaitAnswers(100);

            cluster.bounce(() -> {
                streamer.await(h -> !h.flow().silent().isEmpty());
                assertThat(streamer.health().waitingFor())
                        .startsWith("Kafka at " + cluster.bootstrapServers() + ", which has not answered for ");
                assertThat(http.status("/health/ready")).isEqualTo(503);
                assertThat(http.status("/health/live")).isEqualTo(200);
                assertThat(http.metric("odradek_kafka_silence_seconds")).isGreaterThanOrEqualTo(1);
            });

            streamer.await(HealthReport::ready);
            assertThat(http.metric("odradek_kafka_silence_seconds")).isZero();
            cluster.sendImages(100);
            cluster.awaitAnswers(200);
        }
    }

    @Test
    void isNotAliveWhileAStreamThreadDoesNotPoll() {
        Map<Setting, String> settings = settings(Map.of(Setting.LIVE_POLL_SECONDS, "5"));
        Map<String, String> kafka = Map.of("main.consumer.interceptor.classes", Blocking.class.getName());
        Blocking.release = new CountDownLatch(1);
        Blocking.armed = false;
        try (RunningStreamer streamer = RunningStreamer.start(settings, kafka)) {
            streamer.awaitModel("0");
            cluster.sendImages(100);
            cluster.awaitAnswers(100);

            Blocking.armed = true;
            cluster.sendImages(100);
            streamer.await(h -> !h.live());

            assertThat(streamer.health().ready()).isFalse();
            assertThat(streamer.health().waitingFor())
                    .matches("stream thread StreamThread-[12], which has not polled for \\d+ s");
            assertThat(streamer.health().lastError())
                    .matches("stream thread StreamThread-[12] has not polled for \\d+ s");
            assertThat(streamer.health().error().at()).endsWith("Z");
            assertThat(http.status("/health/live")).isEqualTo(503);
            assertThat(http.metric("odradek_live")).isZero();
            assertThat(http.metric("odradek_poll_age_seconds")).isGreaterThanOrEqualTo(5);
            Blocking.release.countDown();
            streamer.await(h -> h.live() && h.ready());
            cluster.awaitAnswers(200);
        } finally {
            Blocking.release.countDown();
        }
    }

    /** What a user may add to the streamer: the first thread to poll images when it is armed stands still. */
    public static final class Blocking implements ConsumerInterceptor<byte[], byte[]> {
        private static volatile boolean armed;
        private static volatile CountDownLatch release = new CountDownLatch(0);

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            if (armed && !records.isEmpty()) {
                armed = false;
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    private Map<Setting, String> settings(Map<Setting, String> more) {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.HTTP_PORT, http.number());
        settings.putAll(more);
        return settings;
    }

    private static boolean works(HealthReport.StreamThread thread) {
        return thread.state().equals("running")
                && thread.lastPollSeconds() >= 0
                && thread.partitions().size() == 1;
    }

    private static void assertReload(RunningStreamer streamer, String version, String result, String stage) {
        HealthReport.Reload reload =
                Objects.requireNonNull(streamer.health().models().get(0).lastReload());
        assertThat(reload.version()).isEqualTo(version);
        assertThat(reload.result()).isEqualTo(result);
        assertThat(reload.stage()).isEqualTo(stage);
        assertThat(reload.at()).endsWith("Z");
    }

    private static List<Integer> partitions(HealthReport report) {
        HealthReport.Lag lag = report.flow().lag().get("images");
        return lag == null ? List.of() : lag.partitions();
    }
}
