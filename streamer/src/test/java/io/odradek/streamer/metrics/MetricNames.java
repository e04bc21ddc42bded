package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which names of the streamer's own metrics rules and dashboards may use. */
final class MetricNames {
    private static final Set<String> HISTOGRAMS = Set.of(
            "odradek_produce_to_poll_seconds",
            "odradek_decode_seconds",
            "odradek_poll_to_inference_seconds",
            "odradek_inference_seconds",
            "odradek_publish_seconds",
            "odradek_end_to_end_seconds",
            "odradek_model_reload_seconds",
            "odradek_model_switch_seconds",
            "odradek_batch_size",
            "odradek_confidence_ratio");

    private static final Set<String> OTHERS = Set.of(
            "odradek_images_total",
            "odradek_predictions_total",
            "odradek_read_ahead_total",
            "odradek_batch_failures_total",
            "odradek_model_reloads_total",
            "odradek_models_unreadable_total",
            "odradek_status_failures_total",
            "odradek_latency_failures_total",
            "odradek_images_lost_total",
            "odradek_images_lost_check_failures_total",
            "odradek_model_info",
            "odradek_model_behind_seconds",
            "odradek_lag_records",
            "odradek_lag_seconds",
            "odradek_partitions",
            "odradek_breaker_open",
            "odradek_breaker_rejected_share",
            "odradek_paused",
            "odradek_ready",
            "odradek_live",
            "odradek_poll_age_seconds",
            "odradek_kafka_silence_seconds");

    private MetricNames() {}

    /** Those that a text names; what a rule records is none of them. */
    static Set<String> named(String text) {
        return Pattern.compile("(?<![:a-z_])odradek_[a-z_]+(?!:)\\b")
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of a histogram only its parts can be asked for. */
    static void check(String name) {
        boolean isPart = HISTOGRAMS.contains(name.replaceAll("_(bucket|sum|count)$", ""))
                && name.matches(".*_(bucket|sum|count)");
        assertThat(isPart || OTHERS.contains(name)).as("metric " + name).isTrue();
    }
}
