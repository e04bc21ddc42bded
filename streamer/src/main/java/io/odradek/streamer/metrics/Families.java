package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Each {@link Metric}, registered once; its series are made of it by label. Thread-safe. */
final class Families {
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, GaugeFamily> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, Info> infos = new EnumMap<>(Metric.class);
    private final Latencies intervals = new Latencies();

    Families(PrometheusRegistry registry, HistogramKind latencies) {
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER -> counters.put(metric, metric.counter(registry));
                case GAUGE -> gauges.put(metric, new GaugeFamily(metric, registry));
                case HISTOGRAM -> histograms.put(metric, histogram(metric, registry, latencies));
                case INFO -> infos.put(metric, metric.info(registry));
            }
        }
    }

    private static Histogram histogram(Metric metric, PrometheusRegistry registry, HistogramKind latencies) {
        return switch (metric) {
            case BATCH_SIZE -> metric.histogram(registry, Buckets.BATCH, HistogramKind.CLASSIC);
            case CONFIDENCE -> metric.histogram(registry, Buckets.TENTHS, HistogramKind.CLASSIC);
            default -> metric.histogram(registry, Buckets.LATENCY, latencies);
        };
    }

    Counter counter(Metric metric) {
        return Objects.requireNonNull(counters.get(metric), metric.metric());
    }

    GaugeFamily gauge(Metric metric) {
        return Objects.requireNonNull(gauges.get(metric), metric.metric());
    }

    Histogram histogram(Metric metric) {
        return Objects.requireNonNull(histograms.get(metric), metric.metric());
    }

    Info info(Metric metric) {
        return Objects.requireNonNull(infos.get(metric), metric.metric());
    }

    Latencies latencies() {
        return intervals;
    }

    /** A stage of a model. */
    StageTimer timer(Metric metric, LatencyStage stage, String... labels) {
        return new StageTimer(histogram(metric).labelValues(labels), intervals.of(stage));
    }
}
