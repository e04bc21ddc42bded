package io.odradek.streamer.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** The streamer's own metrics: of the process here, of each model and of each topic of images in their own classes. Thread-safe. */
public final class StreamerMetrics {
    private final MeterRegistry registry;

    /** Registers nothing yet. */
    public StreamerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Those of a model; registers everything that does not wait for a first event. */
    public ModelMetrics model(String name) {
        return new ModelMetrics(registry, name);
    }

    /** Those of a topic of images. */
    public TopicMetrics topic(String name) {
        return new TopicMetrics(registry, name);
    }

    /** Shows whether the streamer is paused; to be called once. */
    public void paused(BooleanSupplier paused) {
        Gauge.builder("odradek.paused", () -> paused.getAsBoolean() ? 1 : 0)
                .description("1 while paused by an operator or the breaker")
                .register(registry);
    }
}
