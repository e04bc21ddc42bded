package io.odradek.streamer.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Makes registries of metrics. */
public final class Registries {
    private Registries() {}

    /** An empty one, which takes of Micrometer's meters only those that are kept; the owner closes it. */
    public static PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(KafkaMeters.filter())
                // In nanoseconds; process_cpu_seconds_total is the same.
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        return registry;
    }
}
