package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** The streamer's own metrics: of the process here, of each model and of each topic of images in their own classes. Thread-safe. */
public final class StreamerMetrics {
    private final Families families;
    private final Counter latencyFailures;
    private final Map<String, ModelMetrics> models = new ConcurrentHashMap<>();
    private final Map<String, TopicMetrics> topics = new ConcurrentHashMap<>();

    /**
     * Registers every metric, without a series yet but for those without labels.
     *
     * @param latencies what kind of histograms latencies are
     */
    public StreamerMetrics(PrometheusRegistry registry, HistogramKind latencies) {
        this.families = new Families(registry, latencies);
        this.latencyFailures = families.counter(Metric.LATENCY_FAILURES);
    }

    /** Those of a model, the same each time; the first time it registers everything that does not wait for a first event. */
    public ModelMetrics model(String name) {
        return models.computeIfAbsent(name, model -> new ModelMetrics(families, model));
    }

    /** Those of a topic of images, the same each time. */
    public TopicMetrics topic(String name) {
        return topics.computeIfAbsent(name, topic -> new TopicMetrics(families, topic));
    }

    /** The latencies of an interval, of all models. */
    public Latencies latencies() {
        return families.latencies();
    }

    /** A record of the latency topic could not be written. */
    public void latencyFailed() {
        latencyFailures.inc();
    }

    /** Shows whether the streamer is paused; to be called once. */
    public void paused(BooleanSupplier paused) {
        families.gauge(Metric.PAUSED).add(() -> paused.getAsBoolean() ? 1 : 0);
    }

    /** Shows what the health endpoints say; to be called once. */
    public void health(BooleanSupplier ready, BooleanSupplier live) {
        families.gauge(Metric.READY).add(() -> ready.getAsBoolean() ? 1 : 0);
        families.gauge(Metric.LIVE).add(() -> live.getAsBoolean() ? 1 : 0);
    }

    /** Shows for how long a stream thread has not polled, and Kafka has not answered, in seconds; to be called once. */
    public void silence(DoubleSupplier pollAge, DoubleSupplier kafkaSilence) {
        families.gauge(Metric.POLL_AGE).add(pollAge);
        families.gauge(Metric.KAFKA_SILENCE).add(kafkaSilence);
    }
}
