package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.Prometheus;
import io.odradek.streamer.kit.RunningStreamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that takes native histograms gets them from a streamer that is set to give them. */
class NativeHistogramsIT {
    private static final int IMAGES = 200;

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();

    @Test
    void answerForPercentilesWithoutBuckets() {
        Prometheus.require();
        try (Cluster cluster = Cluster.withModel()) {
            Map<Setting, String> settings = cluster.settings();
            settings.put(Setting.HTTP_PORT, http.number());
            settings.put(Setting.METRICS_NATIVE_HISTOGRAMS, "true");
            try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of());
                    Prometheus prometheus = Prometheus.start(dir, "127.0.0.1:" + http.number(), "native-histograms")) {
                streamer.awaitModel("0");
                cluster.sendImages(IMAGES);

                Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(value(prometheus, "histogram_count(odradek_end_to_end_seconds)"))
                            .isEqualTo(IMAGES);
                    assertThat(value(prometheus, "histogram_quantile(0.99, odradek_end_to_end_seconds)"))
                            .isBetween(0.0005, 60.0);
                });
            }
        }
    }

    private static double value(Prometheus prometheus, String query) {
        JsonArray result = prometheus.query(query);
        assertThat(result).as(query).hasSize(1);
        return result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsDouble();
    }
}
