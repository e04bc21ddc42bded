package io.odradek.streamer.app;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what this instance tells about itself to a topic, a line of JSON each time. A record that cannot be written is
 * counted, logged once for each cause, and harms nothing else. Thread-safe.
 */
final class TopicWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** How long a writer may wait for Kafka's metadata. */
    private static final int BLOCK_MILLIS = 2_000;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int DELIVERY_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String instance;
    private final Runnable failed;
    private final Set<String> loggedCauses = ConcurrentHashMap.newKeySet();

    /**
     * Takes the producer over.
     *
     * @param instance names this process; the records' key
     * @param failed is told of each record that could not be written
     */
    TopicWriter(Producer<byte[], byte[]> producer, String topic, String instance, Runnable failed) {
        this.producer = producer;
        this.topic = topic;
        this.instance = instance;
        this.failed = failed;
    }

    /**
     * A producer that never blocks its caller for long.
     *
     * @throws StreamerException when Kafka's client refuses the settings
     */
    static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> kafka = new HashMap<>(settings);
        kafka.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        kafka.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        kafka.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        kafka.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        kafka.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        try {
            return new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw new StreamerException("Kafka's client refuses its settings: " + StreamerException.rootCause(e), e);
        }
    }

    /** Sends a record, and does not wait until it is written; nulls are written too. */
    void write(JsonObject json) {
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(topic, utf8(instance), utf8(GSON.toJson(json))), (written, failure) -> {
                        if (failure != null) {
                            unwritten(failure);
                        }
                    });
        } catch (RuntimeException e) {
            unwritten(e);
        }
    }

    /** Counts a record that cannot be written. */
    void unwritten(Exception failure) {
        failed.run();
        if (loggedCauses.add(failure.getClass().getName())) {
            LOG.warn(
                    "topic {} cannot be written, which harms nothing else (further failures of this kind are only counted): {}",
                    topic,
                    OneLine.of(StreamerException.rootCause(failure)));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits a little for what is on its way. */
    @Override
    public void close() {
        producer.close(FLUSH);
    }
}
