package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** A gauge whose values are asked for at each scrape; one that is NaN is not known, and left out. Thread-safe. */
final class GaugeFamily {
    private record Series(DoubleSupplier value, String[] labels) {}

    private final List<Series> series = new CopyOnWriteArrayList<>();

    GaugeFamily(Metric metric, PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name(metric.metric())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .callback(scrape -> series.forEach(one -> {
                    double value = one.value.getAsDouble();
                    if (!Double.isNaN(value)) {
                        scrape.call(value, one.labels);
                    }
                }))
                .register(registry);
    }

    /** Asks {@code value}, which must not block, at each scrape from now on. */
    void add(DoubleSupplier value, String... labels) {
        series.add(new Series(value, labels));
    }
}
