package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.Prometheus;
import io.odradek.streamer.kit.SeedModels;
import io.odradek.streamer.kit.SteadyLoad;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.metrics.Dashboard.Panel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboards' questions and the alerts', put to a real Prometheus that looks at a real streamer and a real evaluation,
 * as their users start them, with images, bad ones among them, one change of the model, and labels.
 */
class DashboardsIT {
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** The instances' label. */
    private static final String INSTANCE = "127.0.0.1:";

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private final HttpPort evaluation = new HttpPort();
    private final SeedModels models = new SeedModels();

    @Test
    void findDataInARunningStreamerForEachOfTheirQuestions() throws IOException {
        Prometheus.require();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            promote(cluster, 1);
            try (Prometheus prometheus = Prometheus.startBoth(
                            Files.createDirectory(dir.resolve("prometheus")),
                            INSTANCE + http.number(),
                            INSTANCE + evaluation.number());
                    StreamerProcess streamer = start(cluster);
                    SteadyLoad load = SteadyLoad.start(cluster, images(), PER_SECOND, 0)) {
                await(streamer, () -> assertThat(version(prometheus, "1")).isNotEmpty());
                promote(cluster, 2);
                await(streamer, () -> assertThat(version(prometheus, "2")).isNotEmpty());

                try (StreamerProcess evaluator = startEvaluation(cluster)) {
                    await(
                            evaluator,
                            () -> assertThat(prometheus.query("odradek_evaluate_ready > 0"))
                                    .isNotEmpty());
                    label(cluster);
                    await(streamer, () -> assertThat(withoutData(prometheus)).isEmpty());
                }

                assertSwapsAreMarked(prometheus);
                assertVariablesOffer(prometheus);
                assertRulesWork(prometheus);
                assertThat(load.stop()).isPositive();
            }
        }
    }

    /** Panels with a query that has no data. */
    private List<String> withoutData(Prometheus prometheus) {
        List<String> empty = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (Panel panel : dashboard.panels()) {
                for (String query : panel.queries()) {
                    JsonArray result = prometheus.query(substituted(query));
                    if (result.isEmpty() || values(result).contains("NaN")) {
                        empty.add(panel.where() + ": " + query + " gives " + result);
                    }
                }
            }
        }
        return empty;
    }

    private void assertSwapsAreMarked(Prometheus prometheus) {
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonObject annotation : dashboard.annotations()) {
                JsonArray marks = prometheus.queryRange(
                        substituted(annotation.get("expr").getAsString()),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(1));
                if (annotation.get("name").getAsString().equals("Model goes live")) {
                    assertThat(labels(marks, "version")).containsExactly("1", "2");
                } else {
                    assertThat(marks).isEmpty();
                }
            }
        }
    }

    private void assertVariablesOffer(Prometheus prometheus) {
        assertThat(prometheus.labelValues("instance", "odradek_ready{job=~\"odradek\"}"))
                .containsExactly(INSTANCE + http.number());
        assertThat(prometheus.labelValues("job", "odradek_ready")).containsExactly("odradek");
        assertThat(prometheus.labelValues("model", "odradek_model_info")).containsExactly(SeedModels.NAME);
        assertThat(prometheus.labelValues("instance", "odradek_evaluate_ready"))
                .containsExactly(INSTANCE + evaluation.number());
        assertThat(prometheus.labelValues("model", "odradek_evaluate_images")).containsExactly(SeedModels.NAME);
    }

    /** Each is evaluated, also by hand, and a sound streamer raises no alert. */
    private static void assertRulesWork(Prometheus prometheus) throws IOException {
        List<JsonObject> rules = prometheus.rules();
        assertThat(rules)
                .hasSize(AlertRulesTest.rules().split("(?m)^ +- (alert|record): ", -1).length - 1)
                .allSatisfy(rule -> {
                    assertThat(rule.get("health").getAsString())
                            .as(rule.toString())
                            .isEqualTo("ok");
                    assertThat(rule.has("lastError")).as(rule.toString()).isFalse();
                    assertThat(prometheus.query(rule.get("query").getAsString()))
                            .isNotNull();
                });
        assertThat(rules)
                .filteredOn(rule -> rule.get("type").getAsString().equals("recording"))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(prometheus.query(rule.get("name").getAsString()))
                        .as(rule.toString())
                        .isNotEmpty());
        assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}")).isEmpty();
    }

    /** As Grafana does it, for this instance alone and for a short look back. */
    private String substituted(String query) {
        return query.replace("$__rate_interval", "10s")
                .replace("$__range", "60s")
                .replace("$__interval", "5s")
                .replace("$instance", (INSTANCE + http.number()).replace(".", "\\\\."))
                .replace("$evaluator", (INSTANCE + evaluation.number()).replace(".", "\\\\."))
                .replace("$window", "hour")
                .replace("$model", SeedModels.NAME);
    }

    private static JsonArray version(Prometheus prometheus, String version) {
        return prometheus.query("odradek_model_info{version=\"" + version + "\"} and on () odradek_images_total > 0");
    }

    private static List<String> values(JsonArray result) {
        return StreamSupport.stream(result.spliterator(), false)
                .map(series ->
                        series.getAsJsonObject().getAsJsonArray("value").get(1).getAsString())
                .toList();
    }

    private static Set<String> labels(JsonArray result, String label) {
        Set<String> values = new TreeSet<>();
        for (JsonElement series : result) {
            values.add(series.getAsJsonObject()
                    .getAsJsonObject("metric")
                    .get(label)
                    .getAsString());
        }
        return values;
    }

    private void promote(Cluster cluster, int version) {
        cluster.models(SeedModels.NAME + "@" + version, models.file(version));
        cluster.models(SeedModels.NAME, Cluster.utf8("{\"schema\":1,\"live\":\"" + version + "\",\"previous\":[]}"));
    }

    private StreamerProcess start(Cluster cluster) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of(),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + SeedModels.NAME,
                        "--create-topics",
                        "--http-port=" + http.number(),
                        "--threads=2"));
    }

    private StreamerProcess startEvaluation(Cluster cluster) {
        return StreamerProcess.start(
                dir.resolve("evaluate.log"),
                Map.of(),
                List.of(
                        "evaluate",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--create-topics",
                        "--http-port=" + evaluation.number(),
                        "--evaluate-seconds=1",
                        "--threads=2"));
    }

    /** What was predicted is true, but for one in ten. */
    private static void label(Cluster cluster) {
        List<ProducerRecord<byte[], byte[]>> labels = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read("predictions")) {
            JsonObject prediction = JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            String predicted = prediction.get("label").getAsString();
            JsonObject label = new JsonObject();
            label.addProperty("label", labels.size() % 10 > 0 ? predicted : predicted.equals("Bag") ? "Coat" : "Bag");
            label.add("source", prediction.get("source"));
            labels.add(new ProducerRecord<>("labels", Cluster.utf8(label.toString())));
        }
        cluster.sendAll(labels);
    }

    /** One in twenty is none. */
    private static List<byte[]> images() {
        Random random = new Random(1);
        return IntStream.range(0, 60)
                .mapToObj(i -> {
                    byte[] image = new byte[784];
                    random.nextBytes(image);
                    return i % 20 == 7 ? Cluster.utf8("no image") : image;
                })
                .toList();
    }

    private static void await(StreamerProcess streamer, org.awaitility.core.ThrowingRunnable condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
            condition.run();
        });
    }
}
