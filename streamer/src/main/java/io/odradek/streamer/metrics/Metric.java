package io.odradek.streamer.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;

/**
 * Every metric of the streamer's own: its name as Prometheus stores it, its labels, its unit. The table in {@code
 * OPERATIONS.md} is made of this. What Micrometer tells of the JVM and of Kafka's clients is chosen in {@link
 * ProcessMeters} and {@link KafkaMeters}.
 */
public enum Metric {
    /** Stage. */
    PRODUCE_TO_POLL(
            Kind.HISTOGRAM,
            "odradek_produce_to_poll_seconds",
            "seconds",
            "from the image's timestamp until it was polled; `timestamp_type` is `create` (the producer's clock) or"
                    + " `append` (the broker's)",
            "model",
            "timestamp_type"),
    /** Stage. */
    DECODE(Kind.HISTOGRAM, "odradek_decode_seconds", "seconds", "from a record's bytes to a tensor", "model"),
    /** Stage. */
    POLL_TO_INFERENCE(
            Kind.HISTOGRAM,
            "odradek_poll_to_inference_seconds",
            "seconds",
            "from the poll of an image until its batch is taken up",
            "model"),
    /** Stage. */
    INFERENCE(Kind.HISTOGRAM, "odradek_inference_seconds", "seconds", "one call of the model, with a batch", "model"),
    /** Stage. */
    PUBLISH(
            Kind.HISTOGRAM,
            "odradek_publish_seconds",
            "seconds",
            "from the hand-over of a prediction or dead letter to Kafka's producer until it is acknowledged",
            "model"),
    /** Stage. */
    END_TO_END(
            Kind.HISTOGRAM,
            "odradek_end_to_end_seconds",
            "seconds",
            "from the image's timestamp until its prediction is acknowledged; under exactly-once until it is committed",
            "model"),
    /** Outcomes. */
    IMAGES(
            Kind.COUNTER,
            "odradek_images_total",
            "images",
            "images by `outcome`, `classified` or `rejected`, and `reason`, as on a dead letter, or `none`",
            "model",
            "outcome",
            "reason"),
    /** Classes. */
    PREDICTIONS(
            Kind.COUNTER,
            "odradek_predictions_total",
            "images",
            "predictions by `class`, the label's first 64 characters; the first 100 classes, the others as `(other)`",
            "model",
            "class"),
    /** How sure the model is. */
    CONFIDENCE(
            Kind.HISTOGRAM,
            "odradek_confidence_ratio",
            "ratio",
            "the probability of the predicted class, in tenths",
            "model"),
    /** Batches. */
    BATCH_SIZE(Kind.HISTOGRAM, "odradek_batch_size", "images", "images in one call of the model", "model"),
    /** Batches. */
    READ_AHEAD(
            Kind.COUNTER,
            "odradek_read_ahead_total",
            "images",
            "images found among those that were read ahead (`result` is `hit`), or classified alone (`miss`)",
            "model",
            "result"),
    /** Batches. */
    BATCH_FAILURES(
            Kind.COUNTER,
            "odradek_batch_failures_total",
            "batches",
            "batches that failed, so that their images went alone",
            "model"),
    /** Lag. */
    LAG_RECORDS(
            Kind.GAUGE,
            "odradek_lag_records",
            "images",
            "images that wait in this instance's partitions, read ahead or not",
            "topic"),
    /** Lag. */
    LAG(
            Kind.GAUGE,
            "odradek_lag_seconds",
            "seconds",
            "age of the oldest image that waits in this instance's partitions; 0 when none does",
            "topic"),
    /** Lag. */
    PARTITIONS(Kind.GAUGE, "odradek_partitions", "partitions", "partitions that this instance has", "topic"),
    /** Lost. */
    IMAGES_LOST(
            Kind.COUNTER,
            "odradek_images_lost_total",
            "images",
            "images that retention removed before they were read",
            "topic"),
    /** Lost. */
    LOST_CHECK_FAILURES(
            Kind.COUNTER,
            "odradek_images_lost_check_failures_total",
            "checks",
            "checks for lost images that the broker did not answer",
            "topic"),
    /** Breaker. */
    BREAKER_OPEN(Kind.GAUGE, "odradek_breaker_open", "", "1 while too many images are rejected", "topic"),
    /** Breaker. */
    REJECTED_SHARE(
            Kind.GAUGE,
            "odradek_breaker_rejected_share",
            "ratio",
            "share of the images in the breaker's window that were rejected, 0 to 1",
            "topic"),
    /** Models. */
    MODEL_INFO(Kind.INFO, "odradek_model_info", "", "1 for the model in force", "model", "version", "sha256"),
    /** Models. */
    MODEL_BEHIND(
            Kind.GAUGE,
            "odradek_model_behind_seconds",
            "seconds",
            "how long another version than the promoted one has been in force; 0 when it is the promoted one",
            "model"),
    /** Models. */
    MODEL_RELOADS(
            Kind.COUNTER,
            "odradek_model_reloads_total",
            "attempts",
            "attempts to change the model by `result`, `live` or `refused`, and the `stage` that refused, or `none`",
            "model",
            "result",
            "stage"),
    /** Models. */
    MODEL_RELOAD(
            Kind.HISTOGRAM,
            "odradek_model_reload_seconds",
            "seconds",
            "from the decision to try a model until it is live",
            "model"),
    /** Models. */
    MODEL_SWITCH(
            Kind.HISTOGRAM,
            "odradek_model_switch_seconds",
            "seconds",
            "a stream thread's first batch with another model, with all that the change costs",
            "model"),
    /** Models. */
    MODELS_UNREADABLE(
            Kind.COUNTER,
            "odradek_models_unreadable_total",
            "attempts",
            "failed attempts to read models: the topic, a file, or an origin",
            "model"),
    /** Drift. */
    DRIFT_PSI(
            Kind.GAUGE,
            "odradek_drift_psi",
            "",
            "population stability index of the last full window against the model's reference, by `statistic`: `classes`,"
                    + " `confidence`, `mean`, `contrast`, `size`, `format`; none for what is not judged",
            "model",
            "statistic"),
    /** Drift. */
    DRIFT_ALARM(
            Kind.GAUGE,
            "odradek_drift_alarm",
            "",
            "1 while this statistic of the last full window differs from the model's reference, by more than chance"
                    + " explains and enough to matter",
            "model",
            "statistic"),
    /** Drift. */
    DRIFT_WINDOWS(
            Kind.COUNTER,
            "odradek_drift_windows_total",
            "windows",
            "windows that were compared with the model's reference by `result`, `quiet` or `drift`",
            "model",
            "result"),
    /** Told to topics. */
    STATUS_FAILURES(
            Kind.COUNTER,
            "odradek_status_failures_total",
            "records",
            "records of the status topic that could not be written",
            "model"),
    /** Told to topics. */
    LATENCY_FAILURES(
            Kind.COUNTER,
            "odradek_latency_failures_total",
            "records",
            "records of the latency topic that could not be written"),
    /** State. */
    PAUSED(Kind.GAUGE, "odradek_paused", "", "1 while paused by an operator or the breaker"),
    /** State. */
    READY(Kind.GAUGE, "odradek_ready", "", "1 while images are classified, as `/health/ready` says"),
    /** State. */
    LIVE(Kind.GAUGE, "odradek_live", "", "0 when the process should be started anew, as `/health/live` says"),
    /** State. */
    POLL_AGE(
            Kind.GAUGE,
            "odradek_poll_age_seconds",
            "seconds",
            "longest time since one of the stream threads has polled"),
    /** State. */
    KAFKA_SILENCE(
            Kind.GAUGE,
            "odradek_kafka_silence_seconds",
            "seconds",
            "time since Kafka answered last; 0 while it answers");

    /** What kind of metric it is. */
    public enum Kind {
        /** Only rises. */
        COUNTER,
        /** Rises and falls. */
        GAUGE,
        /** Counts by size. */
        HISTOGRAM,
        /** Always 1; its labels are what it says. */
        INFO;

        /** As in {@code OPERATIONS.md}. */
        public String tag() {
            return this == INFO ? "gauge" : name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final String metric;
    private final String unit;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // It is: List.of.
    private final List<String> labels;

    Metric(Kind kind, String metric, String unit, String meaning, String... labels) {
        this.kind = kind;
        this.metric = metric;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = List.of(labels);
    }

    /** Its kind. */
    public Kind kind() {
        return kind;
    }

    /** As Prometheus stores it; a histogram's series have {@code _bucket}, {@code _sum} and {@code _count} behind it. */
    public String metric() {
        return metric;
    }

    /** For people, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** The names of its labels. */
    public List<String> labels() {
        return labels;
    }

    /** What its number counts, for people; empty for what is 0 or 1. */
    public String unit() {
        return unit;
    }

    Counter counter(PrometheusRegistry registry) {
        return Counter.builder()
                .name(metric)
                .help(help())
                .labelNames(labelNames())
                .withoutExemplars()
                .register(registry);
    }

    Histogram histogram(PrometheusRegistry registry, Buckets buckets, HistogramKind kindOfHistogram) {
        Histogram.Builder builder = Histogram.builder()
                .name(metric)
                .help(help())
                .labelNames(labelNames())
                .classicUpperBounds(buckets.bounds());
        if (!kindOfHistogram.isNative()) {
            builder.classicOnly();
        }
        if (!kindOfHistogram.hasExemplars()) {
            builder.withoutExemplars();
        }
        return builder.register(registry);
    }

    Info info(PrometheusRegistry registry) {
        return Info.builder().name(metric).help(help()).labelNames(labelNames()).register(registry);
    }

    /** The meaning without Markdown. */
    String help() {
        return meaning.replace("`", "");
    }

    String[] labelNames() {
        return labels.toArray(String[]::new);
    }
}
