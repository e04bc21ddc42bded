package io.odradek.streamer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** What the streamer counts for one topic of images, each with the tag {@code topic}. Thread-safe. */
public final class TopicMetrics {
    private static final String TOPIC = "topic";

    private final MeterRegistry registry;
    private final String topic;
    private final Counter lost;
    private final Counter lostChecksFailed;

    TopicMetrics(MeterRegistry registry, String topic) {
        this.registry = registry;
        this.topic = topic;
        this.lost = Counter.builder("odradek.images.lost")
                .description("Images that retention removed before they were read")
                .tags(TOPIC, topic)
                .register(registry);
        this.lostChecksFailed = Counter.builder("odradek.images.lost.check.failures")
                .description("Checks for lost images that the broker did not answer")
                .tags(TOPIC, topic)
                .register(registry);
    }

    /** Retention removed so many images before they were read. */
    public void lost(long images) {
        lost.increment((double) images);
    }

    /** Whether images were lost could not be found out. */
    public void lostCheckFailed() {
        lostChecksFailed.increment();
    }

    /** Shows whether too many images are rejected, and their share, 0 to 1; to be called once. */
    public void breaker(BooleanSupplier open, DoubleSupplier rejectedShare) {
        Gauge.builder("odradek.breaker.open", () -> open.getAsBoolean() ? 1 : 0)
                .description("1 while too many images are rejected")
                .tags(TOPIC, topic)
                .register(registry);
        Gauge.builder("odradek.breaker.rejected.share", rejectedShare::getAsDouble)
                .description("Share of the images in the breaker's window that were rejected")
                .tags(TOPIC, topic)
                .register(registry);
    }
}
