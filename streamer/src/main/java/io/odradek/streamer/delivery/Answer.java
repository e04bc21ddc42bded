package io.odradek.streamer.delivery;

import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.metrics.TraceId;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A prediction or a dead letter on its way to Kafka, and what is to be recorded when it has arrived. Immutable.
 *
 * @param metrics those of its model
 * @param isPrediction whether the image was classified
 * @param timestamp the image's, in milliseconds since 1970
 * @param handedOver {@link System#nanoTime()} when it was given to the producer
 * @param trace the image's span, if it is traced
 * @param whenDelivered is told the age of the image in milliseconds, once, on any thread; must not block
 */
public record Answer(
        ModelMetrics metrics,
        boolean isPrediction,
        long timestamp,
        long handedOver,
        @Nullable TraceId trace,
        @Nullable LongConsumer whenDelivered) {

    /** Kafka has acknowledged it. */
    void acknowledged() {
        metrics.published(System.nanoTime() - handedOver, trace);
    }

    /** Its readers can see it. */
    void delivered(long nowMillis) {
        long age = Math.max(0, nowMillis - timestamp);
        if (isPrediction) {
            metrics.answered(age, trace);
        }
        if (whenDelivered != null) {
            whenDelivered.accept(age);
        }
    }
}
