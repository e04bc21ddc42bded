package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
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
        if (cause instanceof AuthenticationException) {
            return new StreamerException(
                    "Kafka at " + bootstrapServers + " refuses the login: " + StreamerException.rootCause(cause)
                            + ": check "
                            + (cause instanceof SslAuthenticationException
                                    ? "the certificates, kafka.ssl.*"
                                    : "user and password in kafka.sasl.jaas.config"),
                    cause);
        }
        return cause instanceof TimeoutException
                ? new StreamerException(
                        "no Kafka broker answers at " + bootstrapServers
                                + " in time: check that it runs and that odradek.bootstrap.servers is right",
                        cause)
                : new StreamerException("Kafka at " + bootstrapServers + " refuses: " + cause.getMessage(), cause);
    }

    /** The message for a client that cannot be made: by its settings, or because it finds no token to log in with. */
    public static StreamerException unusable(KafkaException failure) {
        String reason = StreamerException.rootCause(failure).replaceAll("^([\\w.$]+(Exception|Error): )+", "");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException) {
                return new StreamerException(
                        "Kafka's client cannot log in: " + reason + ": check kafka.sasl.*", failure);
            }
        }
        return new StreamerException("Kafka's client refuses its settings: " + reason, failure);
    }

    /** The innermost reason of a failure, and what tells more where a right or a login was taken away meanwhile. */
    public static String reason(Throwable failure) {
        String reason = StreamerException.rootCause(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
                return reason + ": 'streamer check' names the right or the login that is missing";
            }
        }
        return reason;
    }
}
