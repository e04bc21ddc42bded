package io.odradek.trainer.kafka;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients that give up in seconds and not minutes; whoever asks for one closes it. Thread-safe.
 *
 * @param settings address and the user's own client settings, which win over the defaults here
 */
public record KafkaClients(KafkaSettings settings) {
    private static final int REQUEST_MILLIS = 5_000;
    private static final int CALL_MILLIS = 10_000;
    private static final int DELIVERY_MILLIS = 30_000;

    /** A client for topics and their settings; each call gives up after 10 s. */
    public Admin admin() {
        Map<String, Object> defaults = Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        try {
            return Admin.create(settings.over(defaults));
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /**
     * A producer that waits for all replicas, never writes twice, and gives a record up after 30 s.
     *
     * @param more settings of this use
     */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> defaults = new HashMap<>(Map.of(
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS));
        defaults.putAll(more);
        try {
            return new KafkaProducer<>(settings.over(defaults), new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /** A consumer without a group, which sees committed records only; each call gives up after 10 s. */
    public KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> defaults = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_MILLIS,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                CALL_MILLIS);
        try {
            return new KafkaConsumer<>(
                    settings.over(defaults), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /** {@code failure} as the one line that its user needs. */
    public TrainerException failed(Throwable failure) {
        Throwable reason =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (reason instanceof TimeoutException) {
            return new TrainerException(
                    "no answer from Kafka at " + settings.bootstrapServers() + " (" + TrainerException.reasonOf(reason)
                            + "); check that it runs and that --bootstrap-servers or ODRADEK_BOOTSTRAP_SERVERS names it"
                            + (isSecured()
                                    ? ""
                                    : ", and whether it wants kafka.security.protocol=SASL_SSL or SSL in --config"),
                    failure);
        }
        if (reason instanceof AuthenticationException) {
            return new TrainerException("Kafka at " + settings.bootstrapServers() + ": " + Refusal.of(reason), failure);
        }
        return new TrainerException(
                "Kafka at " + settings.bootstrapServers() + " refused: " + TrainerException.reasonOf(reason)
                        + "; check the settings of --config",
                failure);
    }

    private boolean isSecured() {
        return !settings.clientSettings()
                .getOrDefault("security.protocol", "PLAINTEXT")
                .equals("PLAINTEXT");
    }

    private TrainerException unusable(KafkaException e) {
        return new TrainerException(
                "cannot make a Kafka client for " + settings.bootstrapServers() + ": " + Refusal.ofSettings(e)
                        + "; check --bootstrap-servers and --config",
                e);
    }
}
