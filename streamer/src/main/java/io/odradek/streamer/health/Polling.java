package io.odradek.streamer.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * A stream thread, as Kafka Streams tells it.
 *
 * @param thread its full name
 * @param state Kafka Streams' word for what it does
 * @param lastPollSeconds how long ago its consumer polled, in whole seconds; -1: never
 */
record Polling(String thread, String state, long lastPollSeconds) {
    private static final String GROUP = "consumer-metrics";
    private static final String LAST_POLL = "last-poll-seconds-ago";
    private static final String SHORT = "StreamThread-";

    /** Each thread that is not dead; asks no broker. */
    static List<Polling> of(KafkaStreams streams) {
        Map<String, Long> lastPolls = lastPolls(streams.metrics());
        List<Polling> all = new ArrayList<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            all.add(new Polling(
                    thread.threadName(),
                    thread.threadState().toLowerCase(Locale.ROOT),
                    lastPolls.getOrDefault(thread.consumerClientId(), -1L)));
        }
        return all;
    }

    /** By the client id of the consumer. */
    private static Map<String, Long> lastPolls(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Long> lastPolls = new HashMap<>();
        metrics.forEach((name, metric) -> {
            if (name.name().equals(LAST_POLL)
                    && name.group().equals(GROUP)
                    && metric.metricValue() instanceof Number seconds) {
                lastPolls.put(name.tags().getOrDefault("client-id", ""), seconds.longValue());
            }
        });
        return lastPolls;
    }

    /** A thread's name without what is the same for all of this process: {@code StreamThread-1}. */
    static String shortName(String thread) {
        int at = thread.lastIndexOf(SHORT);
        return at < 0 ? thread : thread.substring(at);
    }
}
