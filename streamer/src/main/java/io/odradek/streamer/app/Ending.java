package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.TopicAdmin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/** Why the service ended by itself, for people. Stateless. */
final class Ending {
    private static final Set<Class<?>> MISSING = Set.of(
            UnknownTopicOrPartitionException.class, UnknownTopicIdException.class, MissingSourceTopicException.class);

    private Ending() {}

    /**
     * What is to be told of a failure; Kafka tells of a topic that was deleted, but not of which one: it is asked.
     *
     * @param needed topics that the service needs
     */
    static StreamerException of(Throwable cause, StreamerConfig config, List<String> needed) {
        return of(cause, needed, topics -> {
            Map<String, Object> settings = StreamsSettings.of(config).getAdminConfigs("odradek");
            try (TopicAdmin admin = new TopicAdmin(config.bootstrapServers(), settings)) {
                return admin.partitions(topics).keySet();
            }
        });
    }

    /**
     * The same.
     *
     * @param topics that the service needs
     * @param existing which of some topics exist
     */
    static StreamerException of(
            Throwable cause, List<String> topics, Function<Collection<String>, Set<String>> existing) {
        String reason = Answers.reason(cause);
        if (isOfATopic(cause)) {
            return new StreamerException("stopped: " + missing(topics, existing) + " (" + reason + ")", cause);
        }
        return cause instanceof StreamerException own ? own : new StreamerException("stopped: " + reason, cause);
    }

    private static boolean isOfATopic(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (MISSING.contains(cause.getClass())) {
                return true;
            }
        }
        return false;
    }

    private static String missing(List<String> topics, Function<Collection<String>, Set<String>> existing) {
        List<String> gone = new ArrayList<>(topics);
        try {
            gone.removeAll(existing.apply(topics));
        } catch (StreamerException e) {
            return "one of the topics " + String.join(", ", topics) + " was deleted, and which one cannot be asked: "
                    + e.getMessage();
        }
        if (gone.isEmpty()) {
            return "one of the topics " + String.join(", ", topics)
                    + " was deleted, and all are there now: start again";
        }
        return (gone.size() == 1 ? "topic " : "topics ") + String.join(", ", gone)
                + (gone.size() == 1 ? " was" : " were")
                + " deleted under the running streamer, with all that stood in it: create what is missing with"
                + " 'streamer topics create', then start again";
    }
}
