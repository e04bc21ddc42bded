package io.odradek.streamer.metrics;

import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ModelRef;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the streamer counts and times for one model, each with the label {@code model}. Label values are bounded by design:
 * nothing that stands in a record of images becomes one. Thread-safe.
 */
public final class ModelMetrics {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Families families;
    private final String model;
    private final ClassCounters classes;
    private final CounterDataPoint classified;
    private final Map<Reason, CounterDataPoint> rejected = new EnumMap<>(Reason.class);
    private final CounterDataPoint hits;
    private final CounterDataPoint misses;
    private final CounterDataPoint failedBatches;
    private final CounterDataPoint unreadable;
    private final CounterDataPoint statusFailures;
    private final CounterDataPoint quietWindows;
    private final CounterDataPoint driftedWindows;
    private final DistributionDataPoint batchSize;
    private final DistributionDataPoint confidence;
    private final DistributionDataPoint modelSwitch;
    private final DistributionDataPoint reload;
    private final StageTimer decode;
    private final StageTimer pollToInference;
    private final StageTimer inference;
    private final StageTimer publish;
    private final StageTimer endToEnd;
    /** By type; the series of one that never occurs never appears. */
    private final Map<TimestampOrigin, StageTimer> produceToPoll = new EnumMap<>(TimestampOrigin.class);

    private @Nullable ModelRef live; // guarded by this

    /** Makes every series that does not wait for a first event. */
    ModelMetrics(Families families, String model) {
        this.families = families;
        this.model = model;
        this.classes = new ClassCounters(families.counter(Metric.PREDICTIONS), model);
        this.classified = images("classified", "none");
        for (Reason reason : Reason.values()) {
            rejected.put(reason, images("rejected", reason.name()));
        }
        this.hits = families.counter(Metric.READ_AHEAD).labelValues(model, "hit");
        this.misses = families.counter(Metric.READ_AHEAD).labelValues(model, "miss");
        this.failedBatches = families.counter(Metric.BATCH_FAILURES).labelValues(model);
        this.unreadable = families.counter(Metric.MODELS_UNREADABLE).labelValues(model);
        this.statusFailures = families.counter(Metric.STATUS_FAILURES).labelValues(model);
        this.quietWindows = families.counter(Metric.DRIFT_WINDOWS).labelValues(model, "quiet");
        this.driftedWindows = families.counter(Metric.DRIFT_WINDOWS).labelValues(model, "drift");
        this.batchSize = families.histogram(Metric.BATCH_SIZE).labelValues(model);
        this.confidence = families.histogram(Metric.CONFIDENCE).labelValues(model);
        this.modelSwitch = families.histogram(Metric.MODEL_SWITCH).labelValues(model);
        this.reload = families.histogram(Metric.MODEL_RELOAD).labelValues(model);
        this.decode = families.timer(Metric.DECODE, LatencyStage.DECODE, model);
        this.pollToInference = families.timer(Metric.POLL_TO_INFERENCE, LatencyStage.POLL_TO_INFERENCE, model);
        this.inference = families.timer(Metric.INFERENCE, LatencyStage.INFERENCE, model);
        this.publish = families.timer(Metric.PUBLISH, LatencyStage.PUBLISH, model);
        this.endToEnd = families.timer(Metric.END_TO_END, LatencyStage.END_TO_END, model);
    }

    private CounterDataPoint images(String outcome, String reason) {
        return families.counter(Metric.IMAGES).labelValues(model, outcome, reason);
    }

    /** An image was polled: so long after its timestamp, which is of this origin. */
    public void polled(long millis, TimestampOrigin origin) {
        StageTimer timer = produceToPoll.get(origin);
        if (timer == null) {
            timer = firstPolled(origin);
        }
        timer.record(nanos(millis));
    }

    private StageTimer firstPolled(TimestampOrigin origin) {
        synchronized (produceToPoll) {
            return produceToPoll.computeIfAbsent(
                    origin,
                    first -> families.timer(Metric.PRODUCE_TO_POLL, LatencyStage.PRODUCE_TO_POLL, model, first.tag()));
        }
    }

    /**
     * An image was answered.
     *
     * @param label its class, any text
     * @param confidence from 0 to 1
     */
    public void classified(String label, float confidence) {
        classified.inc();
        classes.count(label);
        this.confidence.observe(confidence);
    }

    /** An image became a dead letter. */
    public void rejected(Reason reason) {
        CounterDataPoint counter = rejected.get(reason);
        if (counter != null) {
            counter.inc();
        }
    }

    /** Time to decode one record's value. */
    public void decoded(long nanos, @Nullable TraceId trace) {
        decode.record(nanos, trace);
    }

    /** Images and time of one call of the model. */
    public void inferred(int images, long nanos, @Nullable TraceId trace) {
        batchSize.observe(images);
        inference.record(nanos, trace);
    }

    /** How long an image waited between its poll and the start of its batch. */
    public void waitedForInference(long nanos, @Nullable TraceId trace) {
        pollToInference.record(nanos, trace);
    }

    /** Whether a record that was asked for had been remembered. */
    public void readAhead(boolean hit) {
        (hit ? hits : misses).inc();
    }

    /** A batch failed, so that its images went alone. */
    public void batchFailed() {
        failedBatches.inc();
    }

    /** The models topic, a model file or its origin could not be read. */
    public void modelsUnreadable() {
        unreadable.inc();
    }

    /** A record of the status topic could not be written. */
    public void statusFailed() {
        statusFailures.inc();
    }

    /** Kafka has a prediction or a dead letter, so long after it was handed over. */
    public void published(long nanos, @Nullable TraceId trace) {
        publish.record(nanos, trace);
    }

    /** Age of the image when Kafka had its prediction. */
    public void answered(long millis, @Nullable TraceId trace) {
        endToEnd.record(nanos(millis), trace);
    }

    /** A model went live. */
    public synchronized void modelLive(ModelRef now, Duration took) {
        reload.observe(took.toNanos() / NANOS);
        reloads("live", "none").inc();
        if (live != null && !live.equals(now)) {
            families.info(Metric.MODEL_INFO).remove(model, live.version(), live.sha256());
        }
        live = now;
        families.info(Metric.MODEL_INFO).addLabelValues(model, now.version(), now.sha256());
    }

    /** The time of a stream thread's first batch with another model than before: what a reload may hold it up. */
    public void switched(long nanos) {
        modelSwitch.observe(nanos / NANOS);
    }

    /** A model was refused at this stage of admission. */
    public void modelRefused(String stage) {
        reloads("refused", stage).inc();
    }

    /** Shows for how long another version than the promoted one has been in force, in seconds; to be called once. */
    public void behind(DoubleSupplier seconds) {
        families.gauge(Metric.MODEL_BEHIND).add(seconds, model);
    }

    /**
     * Shows how far the last window of images was from the model's reference; to be called once for each statistic.
     *
     * @param psi the population stability index, NaN where it is not known
     * @param alarm 1 or 0, NaN where it is not known
     */
    public void drift(String statistic, DoubleSupplier psi, DoubleSupplier alarm) {
        families.gauge(Metric.DRIFT_PSI).add(psi, model, statistic);
        families.gauge(Metric.DRIFT_ALARM).add(alarm, model, statistic);
    }

    /** A window of images was compared with the model's reference. */
    public void driftJudged(boolean isDrift) {
        (isDrift ? driftedWindows : quietWindows).inc();
    }

    /** Images answered since the start. */
    public long classified() {
        return classified.getLongValue();
    }

    /** Images rejected since the start, by reason. */
    public Map<Reason, Long> rejected() {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        rejected.forEach((reason, counter) -> counts.put(reason, counter.getLongValue()));
        return counts;
    }

    /** Predictions since the start, by class as in the metric. */
    public Map<String, Long> predictions() {
        return classes.counts();
    }

    private CounterDataPoint reloads(String result, String stage) {
        return families.counter(Metric.MODEL_RELOADS).labelValues(model, result, stage);
    }

    /** Clocks differ: an image from the future is no older than none. */
    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    }
}
