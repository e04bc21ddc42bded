package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.message.ModelRef;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ModelMetricsTest {
    private static final String SHA256 = "ab".repeat(32);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final StreamerMetrics metrics = new StreamerMetrics(registry, new HistogramKind(false, true));
    private final ModelMetrics model = metrics.model("m");

    @Test
    void boundTheClassesWhateverLabelsModelsHave() {
        for (int version = 0; version < 50; version++) {
            for (int label = 0; label < 300; label++) {
                model.classified("label-" + version + "-" + label + "x".repeat(1_000), 0.5f);
            }
        }

        List<String> series = Scrape.of(registry).values().keySet().stream()
                .filter(name -> name.startsWith("odradek_predictions_total"))
                .toList();
        assertThat(series).hasSize(101).allMatch(name -> name.length() < 120);
        assertThat(value("odradek_predictions_total")).isEqualTo(15_000);
        assertThat(value("odradek_predictions_total{class=\"(other)\"}")).isEqualTo(14_900);
        assertThat(model.predictions()).hasSize(101).containsEntry(ClassCounters.OTHER, 14_900L);
    }

    @Test
    void neverCutALabelWithinACharacter() {
        model.classified("a" + "\ud83d\ude00".repeat(40), 1);

        assertThat(model.predictions()).containsOnlyKeys("a" + "\ud83d\ude00".repeat(31));
    }

    @Test
    void showOnlyTheModelInForce() {
        model.modelLive(new ModelRef("m", "1", SHA256), Duration.ofMillis(3));
        model.modelLive(new ModelRef("m", "1", SHA256), Duration.ofMillis(3));
        model.modelLive(new ModelRef("m", "2", SHA256), Duration.ofMillis(3));

        assertThat(Scrape.of(registry).values().keySet().stream().filter(name -> name.startsWith("odradek_model_info")))
                .singleElement()
                .asString()
                .contains("version=\"2\"");
        assertThat(value("odradek_model_reload_seconds_count")).isEqualTo(3);
    }

    @Test
    void timeEachStageForPrometheusAndForTheSummaryOfAnInterval() {
        for (int millis = 1; millis <= 100; millis++) {
            model.answered(millis, null);
        }
        model.answered(-5, null);

        assertThat(value("odradek_end_to_end_seconds_bucket{le=\"0.05\"}")).isEqualTo(51);
        Map<LatencyStage, Histogram> drained = metrics.latencies().drain();
        assertThat(of(drained, LatencyStage.END_TO_END).getTotalCount()).isEqualTo(101);
        assertThat(of(drained, LatencyStage.END_TO_END).getValueAtPercentile(99) / 1e6)
                .isBetween(98.0, 101.0);
        assertThat(of(drained, LatencyStage.DECODE).getTotalCount()).isZero();
        assertThat(of(metrics.latencies().drain(), LatencyStage.END_TO_END).getTotalCount())
                .as("only what is new")
                .isZero();
    }

    @Test
    void haveExemplarsOfTracedImagesInOpenMetrics() throws IOException {
        model.answered(7, new TraceId("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"));

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenMetricsTextFormatWriter.create().write(out, registry.scrape());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("odradek_end_to_end_seconds_bucket\\{model=\"m\",le=\"0.01\"} 1 # "
                        + "\\{span_id=\"00f067aa0ba902b7\",trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"} 0.007");
    }

    @Test
    void areNativeHistogramsOnlyWhereTheSettingSaysSo() {
        PrometheusRegistry other = new PrometheusRegistry();
        new StreamerMetrics(other, new HistogramKind(true, false)).model("m").answered(7, null);
        model.answered(7, null);

        assertThat(endToEnd(other)).anyMatch(HistogramSnapshot.HistogramDataPointSnapshot::hasNativeHistogramData);
        assertThat(endToEnd(other)).allMatch(HistogramSnapshot.HistogramDataPointSnapshot::hasClassicHistogramData);
        assertThat(endToEnd(registry)).noneMatch(HistogramSnapshot.HistogramDataPointSnapshot::hasNativeHistogramData);
    }

    private static List<HistogramSnapshot.HistogramDataPointSnapshot> endToEnd(PrometheusRegistry registry) {
        return registry.scrape(name -> name.equals("odradek_end_to_end_seconds")).stream()
                .map(HistogramSnapshot.class::cast)
                .flatMap(histogram -> histogram.getDataPoints().stream())
                .toList();
    }

    private static Histogram of(Map<LatencyStage, Histogram> drained, LatencyStage stage) {
        return drained.getOrDefault(stage, Latencies.empty());
    }

    private double value(String name) {
        return Scrape.of(registry).value(name);
    }
}
