package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** What the streamer counts for one topic of images, each with the label {@code topic}. Thread-safe. */
public final class TopicMetrics {
    private final Families families;
    private final String topic;
    private final CounterDataPoint lost;
    private final CounterDataPoint lostChecksFailed;

    TopicMetrics(Families families, String topic) {
        this.families = families;
        this.topic = topic;
        this.lost = families.counter(Metric.IMAGES_LOST).labelValues(topic);
        this.lostChecksFailed = families.counter(Metric.LOST_CHECK_FAILURES).labelValues(topic);
    }

    /** Retention removed so many images before they were read. */
    public void lost(long images) {
        lost.inc(images);
    }

    /** Whether images were lost could not be found out. */
    public void lostCheckFailed() {
        lostChecksFailed.inc();
    }

    /** Shows whether too many images are rejected, and their share, 0 to 1; to be called once. */
    public void breaker(BooleanSupplier open, DoubleSupplier rejectedShare) {
        families.gauge(Metric.BREAKER_OPEN).add(() -> open.getAsBoolean() ? 1 : 0, topic);
        families.gauge(Metric.REJECTED_SHARE).add(rejectedShare, topic);
    }

    /** Shows what waits in how many partitions: images, and the age of the oldest in seconds; to be called once. */
    public void lag(DoubleSupplier records, DoubleSupplier seconds, DoubleSupplier partitions) {
        families.gauge(Metric.LAG_RECORDS).add(records, topic);
        families.gauge(Metric.LAG).add(seconds, topic);
        families.gauge(Metric.PARTITIONS).add(partitions, topic);
    }
}
