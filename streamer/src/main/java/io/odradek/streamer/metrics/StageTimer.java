package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** One stage of one model: for Prometheus, and for the summaries of an interval. Thread-safe. */
final class StageTimer {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DistributionDataPoint histogram;
    private final Recorder interval;

    StageTimer(DistributionDataPoint histogram, Recorder interval) {
        this.histogram = histogram;
        this.interval = interval;
    }

    void record(long nanos) {
        histogram.observe(nanos / NANOS);
        interval.recordValue(Latencies.bounded(nanos));
    }

    /** With a trace, it may become the exemplar of its bucket. */
    void record(long nanos, @Nullable TraceId trace) {
        if (trace == null) {
            record(nanos);
            return;
        }
        histogram.observeWithExemplar(nanos / NANOS, Labels.of("trace_id", trace.trace(), "span_id", trace.span()));
        interval.recordValue(Latencies.bounded(nanos));
    }
}
