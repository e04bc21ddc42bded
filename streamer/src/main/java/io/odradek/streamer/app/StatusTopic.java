package io.odradek.streamer.app;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.ModelMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what became of each model to a topic, for those who promote models and watch several instances, and passes each
 * event on to {@link ModelStatus} first. A record that cannot be written is counted, logged once for each cause, and harms
 * nothing else. Thread-safe; the owner closes it after the loader.
 */
final class StatusTopic implements ModelEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusTopic.class);
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final int SCHEMA = 1;

    /** How long the loader's thread may wait for Kafka's metadata. */
    private static final int BLOCK_MILLIS = 2_000;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int DELIVERY_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final ModelStatus status;
    private final ModelMetrics metrics;
    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final String topic;
    private final String instance;
    private final String model;
    private final Set<String> loggedCauses = ConcurrentHashMap.newKeySet();

    /**
     * Takes the producer over.
     *
     * @param status hears each event first
     * @param topic where to write
     * @param instance names this process; the records' key
     * @param model the model's name
     */
    StatusTopic(
            ModelStatus status,
            ModelMetrics metrics,
            Producer<byte[], byte[]> producer,
            Clock clock,
            String topic,
            String instance,
            String model) {
        this.status = status;
        this.metrics = metrics;
        this.producer = producer;
        this.clock = clock;
        this.topic = topic;
        this.instance = instance;
        this.model = model;
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

    @Override
    public void waiting(String what) {
        status.waiting(what);
    }

    @Override
    public void wanted(String version) {
        status.wanted(version);
    }

    @Override
    public void live(ModelRef live, Duration took) {
        status.live(live, took);
        write(live.version(), live.sha256(), "live", null, null);
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        String clean = OneLine.of(why);
        status.refused(version, sha256, stage, clean);
        write(ModelContract.isVersion(version) ? version : null, sha256, "refused", stage.tag(), clean);
    }

    @Override
    public void unreadable(String why) {
        status.unreadable(why);
    }

    @Override
    public void failed(Throwable cause) {
        status.failed(cause);
    }

    /** Waits a little for what is on its way. */
    @Override
    public void close() {
        producer.close(FLUSH);
    }

    private void write(
            @Nullable String version,
            @Nullable String sha256,
            String result,
            @Nullable String stage,
            @Nullable String why) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("instance", instance);
        json.addProperty("model", model);
        json.addProperty("version", version);
        json.addProperty("sha256", sha256);
        json.addProperty("result", result);
        json.addProperty("stage", stage);
        json.addProperty("why", why);
        json.addProperty("at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
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

    private void unwritten(Exception failure) {
        metrics.statusFailed();
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
}
