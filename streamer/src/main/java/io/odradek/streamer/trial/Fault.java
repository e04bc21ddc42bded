package io.odradek.streamer.trial;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Answers;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Says in one line why an image could not be tried. Stateless. */
final class Fault {
    private Fault() {}

    static TrialOutcome outcome(Throwable fault, StreamerConfig config) {
        if (fault instanceof RecordTooLargeException) {
            return new TrialOutcome.TooLarge("Kafka refuses it: " + StreamerException.rootCause(fault));
        }
        return new TrialOutcome.Unavailable(why(fault, config));
    }

    private static String why(Throwable fault, StreamerConfig config) {
        if (fault instanceof TopicAuthorizationException refused
                && !refused.unauthorizedTopics().isEmpty()) {
            return refused.unauthorizedTopics().stream()
                            .sorted()
                            .map(topic -> "topic " + topic + " does not allow " + right(topic, config))
                            .collect(Collectors.joining(", "))
                    + ", which a try needs (streamer/OPERATIONS.md, Try it on the page)";
        }
        if (fault instanceof CancellationException || fault instanceof InterruptException) {
            return "the try was stopped";
        }
        String message;
        if (fault instanceof KafkaException refusal) {
            message = Answers.failure(refusal, config.bootstrapServers()).getMessage();
        } else {
            message = fault instanceof StreamerException
                    ? fault.getMessage()
                    : "the try failed: " + StreamerException.rootCause(fault);
        }
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static String right(String topic, StreamerConfig config) {
        return config.topics().images().contains(topic) ? "Write" : "Read";
    }
}
