package io.odradek.streamer.loader;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a topic was deleted, or created anew. A consumer does not: it goes on at its old position, and passes over
 * what a new topic holds before it. Asks every few seconds and never waits for the answer. Not thread-safe.
 */
final class TopicWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Admin admin;
    private final String topic;
    private @Nullable KafkaFuture<TopicDescription> question;
    private @Nullable Uuid id;
    private long askAt = System.nanoTime();
    private boolean missing;

    TopicWatch(Map<String, Object> adminSettings, String topic) {
        this.admin = Admin.create(adminSettings);
        this.topic = topic;
    }

    /** Whether the topic was absent when last asked about. */
    boolean isMissing() {
        return missing;
    }

    /** Whether, since the last call, another topic was found under the name. */
    boolean isAnother() {
        if (question == null && System.nanoTime() - askAt >= 0) {
            question = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
        }
        if (question == null || !question.isDone()) {
            return false;
        }
        KafkaFuture<TopicDescription> answer = question;
        question = null;
        askAt = System.nanoTime() + PERIOD.toNanos();
        return isAnother(answer);
    }

    private boolean isAnother(KafkaFuture<TopicDescription> answer) {
        try {
            Uuid found = answer.get().topicId();
            boolean another = id != null && !id.equals(found);
            id = found;
            missing = false;
            return another;
        } catch (ExecutionException e) {
            // Any other failure says nothing about the topic; the consumer will complain about the broker.
            missing = e.getCause() instanceof UnknownTopicOrPartitionException;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
