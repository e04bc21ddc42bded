package io.odradek.streamer.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * How predictions are compared with labels.
 *
 * @param labels topic of the true labels
 * @param deadLetters topic of the labels that could not be used
 * @param evaluations topic of the results
 * @param grace how far apart an image's and a label's timestamp may be, a minute to 30 days
 * @param sample share of the images that are evaluated, 0 to 1
 * @param keyUnique whether a key names an image
 * @param maxBytes heap for what waits to be matched, over all instances; half as much more is for the windows of each
 * @param interval how often results are written
 */
public record EvaluationSettings(
        String labels,
        String deadLetters,
        String evaluations,
        Duration grace,
        double sample,
        boolean keyUnique,
        long maxBytes,
        Duration interval) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Validates. @throws ConfigException when two topics are the same or a name is none that Kafka allows */
    public EvaluationSettings {
        TopicNames.check(Setting.LABELS_TOPIC, labels);
        TopicNames.check(Setting.LABELS_DLQ_TOPIC, deadLetters);
        TopicNames.check(Setting.EVALUATIONS_TOPIC, evaluations);
    }

    /** Heap for the windows of an instance. */
    public long windowBytes() {
        return maxBytes / 2;
    }

    /** Each topic's name. */
    public List<String> topics() {
        return List.of(labels, deadLetters, evaluations);
    }

    /** @throws ConfigException when one of the topics is one of the streamer's, or another one of them */
    void checkApart(TopicNames streamer) {
        List<String> names = new ArrayList<>(streamer.all());
        names.addAll(topics());
        if (new HashSet<>(names).size() != names.size()) {
            throw new ConfigException("two of the topics have the same name: " + String.join(", ", names));
        }
    }

    static EvaluationSettings of(Settings settings) {
        return new EvaluationSettings(
                settings.get(Setting.LABELS_TOPIC),
                settings.get(Setting.LABELS_DLQ_TOPIC),
                settings.get(Setting.EVALUATIONS_TOPIC),
                grace(settings),
                settings.decimal(Setting.EVALUATE_SAMPLE, 0, 1),
                settings.flag(Setting.EVALUATE_KEY_UNIQUE),
                settings.integer(Setting.EVALUATE_MAX_BYTES, 1_048_576, 68_719_476_736L),
                Duration.ofSeconds(settings.integer(Setting.EVALUATE_SECONDS, 1, 3_600)));
    }

    private static Duration grace(Settings settings) {
        try {
            Duration grace = Duration.parse(settings.get(Setting.EVALUATE_GRACE));
            if (grace.compareTo(SHORTEST) >= 0 && grace.compareTo(LONGEST) <= 0) {
                return grace;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Reported below, in the same words as a duration out of range.
        }
        throw settings.wrong(Setting.EVALUATE_GRACE);
    }
}
