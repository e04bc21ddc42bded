package io.odradek.streamer.config;

import java.util.HashSet;
import java.util.List;

/**
 * The five topics, all different.
 *
 * @param images input
 * @param predictions output, with as many partitions as {@code images}
 * @param deadLetters rejected input
 * @param models model files and pointers
 * @param status what became of each model
 */
public record TopicNames(String images, String predictions, String deadLetters, String models, String status) {

    /** Validates. @throws ConfigException when two are the same or a name is none that Kafka allows */
    public TopicNames {
        check(Setting.IMAGES_TOPIC, images);
        check(Setting.PREDICTIONS_TOPIC, predictions);
        check(Setting.DLQ_TOPIC, deadLetters);
        check(Setting.MODELS_TOPIC, models);
        check(Setting.STATUS_TOPIC, status);
        List<String> names = List.of(images, predictions, deadLetters, models, status);
        if (new HashSet<>(names).size() != names.size()) {
            throw new ConfigException("two of the five topics have the same name: " + String.join(", ", names));
        }
    }

    /** Each topic's name. */
    public List<String> all() {
        return List.of(images, predictions, deadLetters, models, status);
    }

    private static void check(Setting setting, String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
            throw new ConfigException(setting.key() + " is \"" + topic
                    + "\", allowed: 1 to 249 letters, digits, dots, underscores and hyphens");
        }
    }
}
