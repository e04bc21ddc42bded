package io.odradek.streamer.topics;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.intake.ImagesConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Clients for single records, of the operator's commands and of tries, with the user's {@code kafka.*} settings read as the
 * service reads them. Who gets a client closes it. Thread-safe.
 */
public final class KafkaClients {
    /** How long a transaction of {@link #transactional} may be open: so long others wait where its process is killed. */
    public static final Duration TRANSACTION = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String CLIENT_ID = "odradek-operator";
    private static final int FETCH_BYTES = 1 << 20;
    private static final int FETCH_WAIT_MILLIS = 50;

    /** As of the service while images come faster than they are answered. */
    private static final int WRITER_LINGER_MILLIS = 20;

    private static final int WRITER_BATCH_BYTES = 128 << 10;
    private static final long WRITER_BUFFER_BYTES = 32L << 20;

    private final String bootstrapServers;
    private final StreamsConfig settings;
    private final String clientId;
    private final int timeoutMillis;

    /** Clients of a command. @throws ConfigException when Kafka refuses a setting */
    public KafkaClients(StreamerConfig config) {
        this(config, CLIENT_ID, TIMEOUT);
    }

    /**
     * Clients of another name and patience.
     *
     * @param timeout for each question to Kafka; a record may take four times as long
     * @throws ConfigException when Kafka refuses a setting
     */
    public KafkaClients(StreamerConfig config, String clientId, Duration timeout) {
        this.clientId = clientId;
        this.timeoutMillis = (int) timeout.toMillis();
        this.bootstrapServers = config.bootstrapServers();
        Map<String, Object> all = new HashMap<>(config.kafka());
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        // A command is over before the first push, and the client would complain of that.
        all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        try {
            this.settings = new StreamsConfig(all);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new ConfigException("Kafka refuses a setting: " + e.getMessage());
        }
    }

    /** As in {@code localhost:9092}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Settings of an admin client. */
    public Map<String, Object> adminSettings() {
        Map<String, Object> all = new HashMap<>(settings.getAdminConfigs(clientId));
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        return all;
    }

    /** An admin client. @throws StreamerException when Kafka refuses its settings */
    public Admin admin() {
        try {
            return Admin.create(adminSettings());
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }

    /** A consumer of committed records without group, that holds little more than one record at a time. */
    public Consumer<byte[], byte[]> consumer() {
        return consumer(consumerSettings(FETCH_BYTES));
    }

    /**
     * A consumer of committed records without group for many records. Where retention removed its next one, its poll fails.
     *
     * @param fetchBytes how much it fetches at once and how much a poll brings, or one larger batch
     */
    Consumer<byte[], byte[]> reader(int fetchBytes) {
        Map<String, Object> all = consumerSettings(fetchBytes);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What was fetched ahead at an end must come back, empty, before anything else is fetched.
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        try {
            // Compressed records may be many times what was fetched.
            return new ImagesConsumer(all, fetchBytes, () -> 0, () -> {});
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }

    private Map<String, Object> consumerSettings(int fetchBytes) {
        Map<String, Object> all = new HashMap<>(settings.getRestoreConsumerConfigs(clientId));
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        // A broker sends a larger record too, but then no second one with it.
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Math.min(fetchBytes, FETCH_BYTES));
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
        return all;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> all) {
        try {
            return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }

    /**
     * A producer for many records, in large requests.
     *
     * @param maxRequestBytes the largest record that it will send
     */
    public Producer<byte[], byte[]> writer(int maxRequestBytes) {
        Map<String, Object> all = producerSettings(maxRequestBytes);
        all.put(ProducerConfig.LINGER_MS_CONFIG, WRITER_LINGER_MILLIS);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, WRITER_BATCH_BYTES);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(WRITER_BUFFER_BYTES, 2L * maxRequestBytes));
        // Where the broker is slower than who writes, he waits: for as long as a record may take.
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 4 * timeoutMillis);
        return producer(all);
    }

    /**
     * A producer for single records.
     *
     * @param maxRequestBytes the largest request that it will send
     */
    public Producer<byte[], byte[]> producer(int maxRequestBytes) {
        return producer(producerSettings(maxRequestBytes));
    }

    /**
     * A producer for transactions.
     *
     * @param id of its transactions; who begins with it ends those of another that has it
     * @param maxRequestBytes the largest request that it will send
     */
    public Producer<byte[], byte[]> transactional(String id, int maxRequestBytes) {
        Map<String, Object> all = producerSettings(maxRequestBytes);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        return producer(all);
    }

    private Map<String, Object> producerSettings(int maxRequestBytes) {
        Map<String, Object> all = new HashMap<>(settings.getProducerConfigs(clientId));
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * maxRequestBytes);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4 * timeoutMillis);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMillis);
        return all;
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> all) {
        try {
            return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw Answers.unusable(e);
        }
    }
}
