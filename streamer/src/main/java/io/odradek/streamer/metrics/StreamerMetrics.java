package io.odradek.streamer.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The streamer's own metrics: of the process here, of each model and of each topic of images in their own classes. Thread-safe. */
public final class StreamerMetrics {
    private final MeterRegistry registry;
    private final Map<String, ModelMetrics> models = new ConcurrentHashMap<>();
    private final Map<String, TopicMetrics> topics = new ConcurrentHashMap<>();

    /** Registers nothing yet. */
    public StreamerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Those of a model, the same each time; the first time it registers everything that does not wait for a first event. */
    public ModelMetrics model(String name) {
        return models.computeIfAbsent(name, model -> new ModelMetrics(registry, model));
    }

    /** Those of a topic of images, the same each time. */
    public TopicMetrics topic(String name) {
        return topics.computeIfAbsent(name, topic -> new TopicMetrics(registry, topic));
    }

    /** Shows whether the streamer is paused; to be called once. */
    public void paused(BooleanSupplier paused) {
        Gauge.builder("odradek.paused", () -> paused.getAsBoolean() ? 1 : 0)
                .description("1 while paused by an operator or the breaker")
                .register(registry);
    }
}
