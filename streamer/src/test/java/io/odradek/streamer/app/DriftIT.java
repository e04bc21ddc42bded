package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Images of one class alone, on a real broker: told everywhere, and no reason to be less ready. */
class DriftIT extends ServedCase {
    private static final int WINDOW = 200;

    @Test
    void isToldByHealthAndMetricsAndBeginsAnewWithTheNextVersion() {
        Map<Setting, String> settings = cluster.settings(http, dir);
        settings.put(Setting.DRIFT_WINDOW, String.valueOf(WINDOW));
        byte[] image = TestModels.image(0);
        publish("r1");
        try (RunningStreamer streamer = RunningStreamer.start(settings, Map.of())) {
            streamer.awaitModel("r1");
            assertThat(drift(streamer.health()).state()).isEqualTo("collecting");

            cluster.sendValues(WINDOW + 50, image);
            cluster.awaitAnswers(WINDOW + 50);

            HealthReport.Drift drift = drift(streamer.health());
            assertThat(drift.state()).isEqualTo("drift");
            assertThat(drift.collected()).isEqualTo(50);
            assertThat(drift.statistics()).containsOnlyKeys("classes", "confidence");
            assertThat(streamer.health().ready()).isTrue();
            assertThat(http.get("/health")).contains("\"drift\": {", "\"collected\": 50");
            assertThat(http.metric("odradek_drift_alarm{statistic=\"classes\"}"))
                    .isEqualTo(1);
            assertThat(http.metric("odradek_drift_psi{statistic=\"classes\"}")).isGreaterThan(1);
            assertThat(http.metric("odradek_drift_windows_total{result=\"drift\"}"))
                    .isEqualTo(1);

            publish("r2");
            streamer.awaitModel("r2");
            assertThat(drift(streamer.health()).state()).as("without any image").isEqualTo("collecting");
            assertThat(http.get("/metrics")).doesNotContain("odradek_drift_alarm{");
            cluster.sendValues(10, image);
            cluster.awaitAnswers(WINDOW + 60);

            assertThat(drift(streamer.health()).state()).isEqualTo("collecting");
            assertThat(drift(streamer.health()).collected()).isEqualTo(10);

            cluster.artefact("r3", TestModels.file("r3", 0));
            cluster.point("r3");
            streamer.awaitModel("r3");
            assertThat(drift(streamer.health()).why()).isEqualTo("the file has no odradek.reference");
        }
    }

    /** A version that was tested on as many images of each class. */
    private void publish(String version) {
        cluster.artefact(version, TestModels.withReference(version, 0));
        cluster.point(version);
    }

    private static HealthReport.Drift drift(HealthReport health) {
        return Objects.requireNonNull(health.drift().get(TestModels.NAME));
    }
}
