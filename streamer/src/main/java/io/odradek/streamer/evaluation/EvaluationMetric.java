package io.odradek.streamer.evaluation;

import io.odradek.streamer.metrics.Metric;
import java.util.List;

/**
 * Every metric of {@code streamer evaluate} of its own: its name as Prometheus stores it, its labels, its unit. The
 * table in {@code OPERATIONS.md} is made of this.
 */
public enum EvaluationMetric {
    /** Labels. */
    LABELS(
            Metric.Kind.COUNTER,
            "odradek_evaluate_labels_total",
            "labels",
            "labels by `outcome`: `used`, by which an image is judged that was not; `duplicate`; `contradiction`, the latest"
                    + " counts; `late`; `unknown_image`, none came in time; `evicted`, no room while it waited for its image;"
                    + " `rejected`, a dead letter; `unsampled`",
            "outcome"),
    /** Dead letters. */
    REJECTED(
            Metric.Kind.COUNTER,
            "odradek_evaluate_rejected_labels_total",
            "labels",
            "labels that became dead letters, by `reason`, as on them",
            "reason"),
    /** Predictions. */
    PREDICTIONS(
            Metric.Kind.COUNTER,
            "odradek_evaluate_predictions_total",
            "predictions",
            "predictions by `outcome`: `taken`; of them `unlabelled`, no label came in time; `evicted`, no room while one"
                    + " of them waited, or one that was not taken, beyond 16 versions of an image; `repeated`, by the same"
                    + " version; `unreadable`; `unsampled`",
            "outcome"),
    /** Judgements. */
    JUDGEMENTS(
            Metric.Kind.COUNTER,
            "odradek_evaluate_judgements_total",
            "predictions",
            "labelled predictions by true class and predicted one, the names' first 64 characters; the first 400 such pairs"
                    + " of a version, the others as `(other)`; of the ten versions that were judged last. A correction"
                    + " counts anew",
            "model",
            "version",
            "class",
            "predicted"),
    /** Memory. */
    EVICTED_WINDOWS(
            Metric.Kind.COUNTER,
            "odradek_evaluate_evicted_windows_total",
            "windows",
            "windows that had to go while they could still change, no room: what is told of them stays as it is",
            "window"),
    /** Window. */
    WINDOW_START(
            Metric.Kind.GAUGE,
            "odradek_evaluate_window_start_seconds",
            "seconds",
            "when the newest `window` that has labels begins, `minute`, `hour` or `day`, since 1970, and none of the"
                    + " future; it is of this window that the following tell, of the ten versions that were labelled last",
            "model",
            "version",
            "window"),
    /** Window. */
    IMAGES(
            Metric.Kind.GAUGE,
            "odradek_evaluate_images",
            "images",
            "labelled images in the window",
            "model",
            "version",
            "window"),
    /** Window. */
    ACCURACY(
            Metric.Kind.GAUGE,
            "odradek_evaluate_accuracy_ratio",
            "ratio",
            "share of them whose class was predicted",
            "model",
            "version",
            "window"),
    /** Window. */
    CALIBRATION_ERROR(
            Metric.Kind.GAUGE,
            "odradek_evaluate_calibration_error_ratio",
            "ratio",
            "their expected calibration error, 15 bins",
            "model",
            "version",
            "window"),
    /** Class. */
    CLASS_IMAGES(
            Metric.Kind.GAUGE,
            "odradek_evaluate_class_images",
            "images",
            "labelled images of a class; the first 100 classes by name",
            "model",
            "version",
            "window",
            "class"),
    /** Class. */
    PRECISION(
            Metric.Kind.GAUGE,
            "odradek_evaluate_precision_ratio",
            "ratio",
            "share of the images taken for a class that are of it; no series where none was",
            "model",
            "version",
            "window",
            "class"),
    /** Class. */
    RECALL(
            Metric.Kind.GAUGE,
            "odradek_evaluate_recall_ratio",
            "ratio",
            "share of a class's images that were taken for it; no series where it has none",
            "model",
            "version",
            "window",
            "class"),
    /** Class. */
    CLASS_CALIBRATION_ERROR(
            Metric.Kind.GAUGE,
            "odradek_evaluate_class_calibration_error_ratio",
            "ratio",
            "expected calibration error of the images taken for a class; no series where none was",
            "model",
            "version",
            "window",
            "class"),
    /** Memory. */
    WAITING(
            Metric.Kind.GAUGE,
            "odradek_evaluate_waiting",
            "images",
            "images that this instance keeps, by `what` is there: a `prediction`, with its label or without, or only a"
                    + " `label`",
            "what"),
    /** Memory. */
    WAITING_BYTES(Metric.Kind.GAUGE, "odradek_evaluate_waiting_bytes", "bytes", "heap that they take, about", "what"),
    /** Memory. */
    WINDOWS_BYTES(
            Metric.Kind.GAUGE,
            "odradek_evaluate_windows_bytes",
            "bytes",
            "heap that the windows of this instance take, about"),
    /** State. */
    READY(
            Metric.Kind.GAUGE,
            "odradek_evaluate_ready",
            "",
            "1 while predictions and labels are read, as `/health/ready` says");

    private final Metric.Kind kind;
    private final String metric;
    private final String unit;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // It is: List.of.
    private final List<String> labels;

    EvaluationMetric(Metric.Kind kind, String metric, String unit, String meaning, String... labels) {
        this.kind = kind;
        this.metric = metric;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = List.of(labels);
    }

    /** Its kind. */
    public Metric.Kind kind() {
        return kind;
    }

    /** As Prometheus stores it. */
    public String metric() {
        return metric;
    }

    /** What its number counts, for people; empty for what is 0 or 1. */
    public String unit() {
        return unit;
    }

    /** For people, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** The names of its labels. */
    public List<String> labels() {
        return labels;
    }

    /** The meaning without Markdown. */
    String help() {
        return meaning.replace("`", "");
    }

    String[] labelNames() {
        return labels.toArray(String[]::new);
    }
}
