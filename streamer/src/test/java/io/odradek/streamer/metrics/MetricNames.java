package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.EvaluationMetric;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which names of the own metrics of streamer and evaluation rules and dashboards may use. */
final class MetricNames {
    private static final Pattern NAME = Pattern.compile("(?<![:a-z_])odradek_[a-z_]+\\b(?!:)");
    private static final String PART = "_(bucket|sum|count)$";

    private MetricNames() {}

    /** Those that a text names; what a rule records, with colons in its name, is none of them. */
    static Set<String> named(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of a histogram only its parts can be asked for. */
    static void check(String name) {
        if (Arrays.stream(EvaluationMetric.values()).anyMatch(metric -> name.equals(metric.metric()))) {
            return;
        }
        assertThat(Metric.values())
                .as("metric " + name)
                .anyMatch(metric -> metric.kind() == Metric.Kind.HISTOGRAM
                        ? name.matches(metric.metric() + PART)
                        : name.equals(metric.metric()));
    }

    /** Those that are in no dashboard. */
    static Set<String> missing(String dashboards) {
        Set<String> shown = named(dashboards).stream()
                .map(name -> name.replaceAll(PART, ""))
                .collect(Collectors.toSet());
        return Stream.concat(
                        Arrays.stream(Metric.values()).map(Metric::metric),
                        Arrays.stream(EvaluationMetric.values()).map(EvaluationMetric::metric))
                .filter(name -> !shown.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
