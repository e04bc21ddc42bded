package io.odradek.streamer.verify;

import io.odradek.streamer.config.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BinaryOperator;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What Kafka keeps of the answers.
 *
 * @param topics which
 * @param setting of a topic, by its key; empty where it may not be known
 * @param now when the reading begins
 */
record Retention(TopicNames topics, BinaryOperator<String> setting, Instant now) {
    /** What grows too old while images and answers are read counts as too old. */
    private static final Duration READING = Duration.ofHours(1);

    /** From which timestamp on, in ms, an answer of this kind is kept; the greatest where age is not all that decides. */
    long keepsSince(Tally.Kind kind) {
        String topic = topic(kind);
        String millis = setting.apply(topic, TopicConfig.RETENTION_MS_CONFIG);
        boolean isByAge = setting.apply(topic, TopicConfig.CLEANUP_POLICY_CONFIG)
                        .equals(TopicConfig.CLEANUP_POLICY_DELETE)
                && setting.apply(topic, TopicConfig.RETENTION_BYTES_CONFIG).equals("-1")
                && !millis.isEmpty()
                && !millis.equals("-1");
        return isByAge ? now.plus(READING).toEpochMilli() - Long.parseLong(millis) : Long.MAX_VALUE;
    }

    String topic(Tally.Kind kind) {
        return switch (kind) {
            case PREDICTION -> topics.predictions();
            case DEAD_LETTER -> topics.deadLetters();
        };
    }
}
