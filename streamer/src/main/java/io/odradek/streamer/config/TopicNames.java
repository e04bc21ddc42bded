package io.odradek.streamer.config;

import java.util.Set;

/**
 * The four topics, all different.
 *
 * @param images input
 * @param predictions output, with as many partitions as {@code images}
 * @param deadLetters rejected input
 * @param models model files and pointers
 */
public record TopicNames(String images, String predictions, String deadLetters, String models) {
    private static final int DISTINCT = 4;

    /** Validates. @throws ConfigException when two are the same or a name is none that Kafka allows */
    public TopicNames {
        check(Setting.IMAGES_TOPIC, images);
        check(Setting.PREDICTIONS_TOPIC, predictions);
        check(Setting.DLQ_TOPIC, deadLetters);
        check(Setting.MODELS_TOPIC, models);
        Set<String> distinct = new java.util.HashSet<>(java.util.List.of(images, predictions, deadLetters, models));
        if (distinct.size() != DISTINCT) {
            throw new ConfigException("two of the four topics have the same name: " + images + ", " + predictions + ", "
                    + deadLetters + ", " + models);
        }
    }

    private static void check(Setting setting, String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
            throw new ConfigException(setting.key() + " is \"" + topic
                    + "\", allowed: 1 to 249 letters, digits, dots, underscores and hyphens");
        }
    }
}
