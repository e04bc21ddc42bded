package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.server.HealthReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Latency by stage in its topic, from a real streamer. */
class LatencyTopicIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int IMAGES = 300;

    private final HttpPort http = new HttpPort();

    @Test
    void hasEachImageOnceInOneOfTheIntervalsAndRecordsOfIdleOnes() {
        try (Cluster cluster = Cluster.withModel()) {
            Map<Setting, String> settings = settings(cluster);
            settings.put(Setting.PROCESSING_GUARANTEE, "exactly_once_v2");
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
                streamer.awaitModel("0");
                cluster.sendImages(IMAGES);
                Awaitility.await().atMost(PATIENCE).until(() -> answered(cluster) == IMAGES);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> last(cluster)
                                .getAsJsonObject("endToEnd")
                                .get("p99")
                                .isJsonNull());
                cluster.sendImages(IMAGES);
                cluster.awaitAnswers(2 * IMAGES);
            }

            List<JsonObject> records =
                    cluster.read("latency").stream().map(Account::json).toList();
            assertThat(cluster.read("latency"))
                    .allSatisfy(record -> assertThat(new String(record.key(), StandardCharsets.UTF_8))
                            .isEqualTo("host-1"));
            for (String stage : List.of("produceToPoll", "pollToInference", "decode", "publish", "endToEnd")) {
                assertThat(count(records, stage)).as(stage).isEqualTo(2 * IMAGES);
            }
            assertThat(count(records, "inference")).isBetween(2L, 2L * IMAGES);
            for (int i = 1; i < records.size(); i++) {
                assertThat(records.get(i).get("from"))
                        .isEqualTo(records.get(i - 1).get("to"));
            }
        }
    }

    @Test
    void harmsNothingWhenTheTopicTakesNoRecord() throws Exception {
        try (Cluster cluster = Cluster.withModel()) {
            cluster.configure("latency", "max.message.bytes", "1");
            try (RunningStreamer streamer = RunningStreamer.start(settings(cluster), Map.of())) {
                streamer.awaitModel("0");
                Awaitility.await().atMost(PATIENCE).until(() -> http.metric("odradek_latency_failures_total") >= 2);

                cluster.sendImages(IMAGES);

                cluster.awaitAnswers(IMAGES);
                streamer.await(HealthReport::ready);
            }
            assertThat(cluster.read("latency")).isEmpty();
        }
    }

    @Test
    void endsSoonWhenNoKafkaAnswers() {
        AtomicInteger failures = new AtomicInteger();
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:" + http.number());
        LatencyTopic latency = new LatencyTopic(
                new TopicWriter(TopicWriter.producer(nobody), "latency", "host-1", failures::incrementAndGet),
                Clock.systemUTC(),
                "host-1");
        latency.tell();
        long begin = System.nanoTime();

        latency.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(failures).hasValueGreaterThanOrEqualTo(1);
    }

    private Map<Setting, String> settings(Cluster cluster) {
        Map<Setting, String> settings = cluster.settings();
        settings.put(Setting.HTTP_PORT, http.number());
        settings.put(Setting.INSTANCE, "host-1");
        settings.put(Setting.LATENCY_SECONDS, "1");
        return settings;
    }

    private static long answered(Cluster cluster) {
        return count(cluster.read("latency").stream().map(Account::json).toList(), "endToEnd");
    }

    private static JsonObject last(Cluster cluster) {
        List<ConsumerRecord<byte[], byte[]>> all = cluster.read("latency");
        return Account.json(all.get(all.size() - 1)).getAsJsonObject("stages");
    }

    private static long count(List<JsonObject> records, String stage) {
        return records.stream()
                .mapToLong(record -> record.getAsJsonObject("stages")
                        .getAsJsonObject(stage)
                        .get("count")
                        .getAsLong())
                .sum();
    }
}
