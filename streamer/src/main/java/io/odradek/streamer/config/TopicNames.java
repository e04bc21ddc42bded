package io.odradek.streamer.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The topics, all different.
 *
 * @param images input, at least one
 * @param predictions output, with as many partitions as the largest of {@code images}
 * @param deadLetters rejected input
 * @param models model files and pointers
 * @param status what became of each model
 * @param latency latency by stage; empty where none is written
 */
public record TopicNames(
        List<String> images, String predictions, String deadLetters, String models, String status, String latency) {

    /** Validates. @throws ConfigException when two are the same or a name is none that Kafka allows */
    public TopicNames {
        images = List.copyOf(images);
        check(Setting.PREDICTIONS_TOPIC, predictions);
        check(Setting.DLQ_TOPIC, deadLetters);
        check(Setting.MODELS_TOPIC, models);
        check(Setting.STATUS_TOPIC, status);
        if (!latency.isEmpty()) {
            check(Setting.LATENCY_TOPIC, latency);
        }
        List<String> names = all(images, predictions, deadLetters, models, status, latency);
        if (new HashSet<>(names).size() != names.size()) {
            throw new ConfigException("two of the topics have the same name: " + String.join(", ", names));
        }
    }

    /** Each topic's name. */
    public List<String> all() {
        return all(images, predictions, deadLetters, models, status, latency);
    }

    /** Those that have a name. */
    private static List<String> all(List<String> images, String... others) {
        List<String> names = new ArrayList<>(images);
        names.addAll(List.of(others));
        names.remove("");
        return names;
    }

    /** @throws ConfigException names the setting when Kafka allows no such name */
    static void check(Setting setting, String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.matches("\\.{1,2}")) {
            throw new ConfigException((setting == Setting.ROUTES ? setting.key() + ": topic" : setting.key()) + " is \""
                    + topic + "\", allowed: 1 to 249 letters, digits, dots, underscores and hyphens");
        }
    }
}
