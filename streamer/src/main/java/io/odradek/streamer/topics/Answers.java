package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for what a broker answers, and turns a refusal into a message for people. Stateless. */
public final class Answers {
    private Answers() {}

    /**
     * Waits.
     *
     * @throws ExecutionException carries Kafka's refusal
     * @throws StreamerException when this thread is interrupted
     */
    public static <T> T await(Future<T> answer) throws ExecutionException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while talking to Kafka", e);
        }
    }

    /** Waits. @throws StreamerException says which brokers refused, and why */
    public static <T> T get(Future<T> answer, String bootstrapServers) {
        try {
            return await(answer);
        } catch (ExecutionException e) {
            throw failure(e, bootstrapServers);
        }
    }

    /** The message for a refusal, or for a broker that does not answer. */
    public static StreamerException failure(Exception failure, String bootstrapServers) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new StreamerException(
                        "no Kafka broker answers at " + bootstrapServers
                                + " in time: check that it runs and that odradek.bootstrap.servers is right",
                        cause)
                : new StreamerException("Kafka at " + bootstrapServers + " refuses: " + cause.getMessage(), cause);
    }
}
