package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.metrics.Metric;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real streamer shows to Prometheus, against the list of its metrics. */
class MetricsIT {
    private static final int GOOD = 300;
    private static final int MOST_BYTES = 60_000;
    private static final Pattern LABEL = Pattern.compile("([a-z_0-9]+)=\"");

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();

    @ParameterizedTest
    @CsvSource({"at_least_once, classic", "exactly_once_v2, streams"})
    void areThoseOfTheListAndHostileRecordsAddNone(String guarantee, String protocol) {
        try (Cluster cluster = Cluster.withModel()) {
            Map<Setting, String> settings = cluster.settings(http, dir);
            settings.put(Setting.PROCESSING_GUARANTEE, guarantee);
            settings.put(Setting.DRIFT_WINDOW, "50");
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of("group.protocol", protocol))) {
                streamer.awaitModel("0");
                cluster.sendImages(GOOD);
                awaitCounted(GOOD, 0);
                cluster.artefact("1", TestModels.withReference("1", 1));
                cluster.point("1");
                streamer.awaitModel("1");
                cluster.artefact("broken", new byte[] {1, 2, 3});
                cluster.point("broken", "1");
                streamer.await(health -> health.lastRefusal().contains("broken"));
                cluster.sendImages(GOOD);
                awaitCounted(2 * GOOD, 0);
                awaitKafkasOwn();
                Set<String> before = http.scrape().values().keySet();

                int bad = hostile(cluster);

                awaitCounted(2 * GOOD, bad);
                assertThat(http.scrape().values().keySet()).isEqualTo(before);
                assertThat(own()).isEqualTo(listed());
                assertThat(http.get("/metrics")).hasSizeLessThan(MOST_BYTES);
                assertThat(http.metric("odradek_model_behind_seconds")).isPositive();
                assertThat(http.metric("odradek_predictions_total{class=\"one\"}"))
                        .isEqualTo(GOOD / 3 + GOOD / 3);
            }
        }
    }

    /** Each answer is counted, and timed when Kafka has it. */
    private void awaitCounted(int classified, int rejected) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Scrape scrape = http.scrape();
            assertThat(scrape.value("odradek_images_total{outcome=\"classified\"}"))
                    .isEqualTo(classified);
            assertThat(scrape.value("odradek_images_total{outcome=\"rejected\"}"))
                    .isEqualTo(rejected);
            assertThat(scrape.value("odradek_end_to_end_seconds_count")).isEqualTo(classified);
            assertThat(scrape.value("odradek_publish_seconds_count")).isEqualTo(classified + rejected);
            assertThat(scrape.value("odradek_produce_to_poll_seconds_count{timestamp_type=\"create\"}"))
                    .isEqualTo(classified + rejected);
            assertThat(scrape.value("odradek_confidence_ratio_count")).isEqualTo(classified);
        });
    }

    /** Micrometer looks for new ones once a minute. */
    private void awaitKafkasOwn() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> http.scrape().values().keySet().stream()
                        .anyMatch(name -> name.startsWith("kafka_consumer_fetch_manager_records_consumed_total")));
        assertThat(http.scrape().values().keySet().stream().filter(name -> name.startsWith("kafka_")))
                .anyMatch(name -> name.startsWith("kafka_producer_record_send_total{client_id=\"producer-1\""))
                .anyMatch(name -> name.startsWith("kafka_producer_record_send_total{client_id=\"producer-2\""))
                .anyMatch(name -> name.matches("kafka_stream_thread_poll_ratio\\{.*thread_id=\"1\".*"))
                .noneMatch(name -> name.contains("restore") || name.contains("StreamThread"));
    }

    /** What a producer may write into each part of a record. @return how many records */
    private static int hostile(Cluster cluster) {
        String[] texts = {
            "", "\"} 1\nodradek_evil 1", "x".repeat(10_000), "\u0000\ud800", "../..", "image/" + "y".repeat(300)
        };
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            RecordHeaders headers = new RecordHeaders();
            headers.add("content-type", ("image/" + text).getBytes(StandardCharsets.UTF_8));
            headers.add("odradek-id", bytes);
            headers.add("traceparent", bytes);
            headers.add("header" + text.length(), bytes);
            cluster.send(new ProducerRecord<>("images", 0, 1L, bytes, bytes, headers));
        }
        return texts.length;
    }

    /** The label names of each of the streamer's own metrics that is shown. */
    private Map<String, Set<String>> own() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String series : http.scrape().values().keySet()) {
            if (series.startsWith("odradek_")) {
                String family = series.replaceAll("\\{.*", "").replaceAll("_(bucket|sum|count)$", "");
                Set<String> labels = LABEL.matcher(series)
                        .results()
                        .map(label -> label.group(1))
                        .collect(Collectors.toSet());
                labels.remove("le");
                found.computeIfAbsent(family, f -> new TreeSet<>()).addAll(labels);
            }
        }
        return found;
    }

    private static Map<String, Set<String>> listed() {
        return Arrays.stream(Metric.values())
                .collect(Collectors.toMap(
                        Metric::metric, metric -> new TreeSet<>(metric.labels()), (a, b) -> a, TreeMap::new));
    }
}
