package io.odradek.trainer.publish;

import com.google.gson.JsonParseException;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.kafka.KafkaClients;
import io.odradek.trainer.kafka.TopicInspector;
import io.odradek.trainer.kafka.TopicInspector.TopicSettings;
import io.odradek.trainer.signing.ModelSignature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The model registry: one compacted topic of one partition with artefacts ({@code name@version}, an ONNX file) and
 * pointers ({@code name}, JSON). Failures are {@link TrainerException}s. Thread-safe.
 *
 * @param kafka the way to Kafka
 * @param topic as in {@code models}
 */
public record Registry(KafkaClients kafka, String topic) {
    private static final String CREATE_OPTIONS = "--partitions 1 --config cleanup.policy=compact";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Room for what a record batch adds to key and value. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int MIN_REQUEST_BYTES = 1 << 20;

    /**
     * Checks that a version can be published at all, before hours go into its training.
     *
     * @throws TrainerException when the topic is missing, not compacted, of several partitions, or has that version
     */
    public void checkUnused(ModelId id) throws InterruptedException {
        checkTopic();
        if (read().artefact(id.key()) != null) {
            throw taken(id);
        }
    }

    /**
     * Publishes an artefact and waits until all replicas have it. The same bytes again are fine, and a signature by the
     * same key is the same bytes.
     *
     * @throws TrainerException when the topic is unfit, the file too large for it, or the version is taken by another
     *     file, also in the same moment
     */
    public Published publish(ModelId id, byte[] file) throws InterruptedException {
        checkFits(checkTopic(), id, file.length);
        String sha256 = Sha256.of(file);
        long before = end();
        RegistryState.Stored stored = read().artefact(id.key());
        if (stored != null && !stored.sha256().equals(sha256)) {
            throw stored.unsignedSha256().equals(Sha256.of(ModelSignature.strip(file)))
                    ? otherwiseSigned(id)
                    : taken(id);
        }
        if (stored != null) {
            return new Published(stored.offset(), sha256, false);
        }
        long offset = send(id.key(), file);
        if (!digestsSince(before, id.key()).stream().allMatch(sha256::equals)) {
            throw new TrainerException("in the same moment somebody published another file as " + id.key()
                    + "; a version never names two files: publish both again under other versions");
        }
        return new Published(offset, sha256, true);
    }

    /** Makes a published version live: writes the pointer, reads the registry back and says who won. */
    public Promotion promote(ModelId id, String by, String reason) throws InterruptedException {
        Pointer.Decision decision = new Pointer.Decision(by, Instant.now(), reason);
        RegistryState.StoredPointer stored = read().pointer(id.name());
        Pointer pointer = stored == null
                ? Pointer.first(id.version(), decision)
                : parse(id, stored).next(id.version(), decision);
        long offset = send(id.name(), pointer.toJson().getBytes(StandardCharsets.UTF_8));
        return readBack(id, pointer, offset);
    }

    /** Whether {@code pointer}, written at {@code offset}, is the newest decision about the model of {@code id}. */
    Promotion readBack(ModelId id, Pointer pointer, long offset) throws InterruptedException {
        RegistryState.StoredPointer stored = read().pointer(id.name());
        if (stored == null) {
            return new Promotion.Deleted();
        }
        Pointer newest = parse(id, stored);
        return newest.decisionId().equals(pointer.decisionId())
                ? new Promotion.InForce(offset)
                : new Promotion.Superseded(newest.text("live"), newest.text("by"), newest.text("reason"));
    }

    private TopicSettings checkTopic() throws InterruptedException {
        TopicInspector inspector = new TopicInspector(kafka);
        int partitions = inspector
                .partitions(List.of(new TopicInspector.Wanted(topic, CREATE_OPTIONS)))
                .values()
                .iterator()
                .next();
        if (partitions != 1) {
            throw new TrainerException("topic " + topic + " has " + partitions
                    + " partitions, a registry has 1; delete it with every model in it, and create it with "
                    + CREATE_OPTIONS);
        }
        TopicSettings settings = inspector.settings(topic);
        if (!settings.isCompactedOnly()) {
            throw new TrainerException("topic " + topic + " has cleanup.policy=" + settings.cleanupPolicy()
                    + " and would lose models; " + alter("cleanup.policy=compact"));
        }
        return settings;
    }

    private void checkFits(TopicSettings settings, ModelId id, int bytes) {
        int needed = bytes + id.key().length() + OVERHEAD_BYTES;
        if (needed > settings.maxMessageBytes()) {
            throw new TrainerException("the model has " + bytes + " bytes, topic " + topic + " takes records up to "
                    + settings.maxMessageBytes() + "; " + alter("max.message.bytes=" + needed));
        }
    }

    private String alter(String setting) {
        return "run kafka-configs.sh " + kafka.settings().toolOptions() + " --alter --entity-type topics --entity-name "
                + topic + " --add-config " + setting;
    }

    private RegistryState read() throws InterruptedException {
        RegistryState state = new RegistryState();
        readFrom(0, state::apply);
        return state;
    }

    /** The digests of what was written under a key from an offset on. */
    private List<String> digestsSince(long offset, String key) throws InterruptedException {
        List<String> digests = new ArrayList<>();
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        readFrom(offset, record -> {
            if (Arrays.equals(record.key(), wanted) && record.value() != null) {
                digests.add(Sha256.of(record.value()));
            }
        });
        return digests;
    }

    /** Where the next record will be written. */
    private long end() throws InterruptedException {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer()) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (KafkaException e) {
            throw interruptedOrFailed(e);
        }
    }

    private void readFrom(long offset, Consumer<ConsumerRecord<byte[], byte[]>> sink) throws InterruptedException {
        TopicPartition partition = new TopicPartition(topic, 0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer()) {
            consumer.assign(List.of(partition));
            if (offset == 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TrainerException(
                            "topic " + topic + " at " + kafka.settings().bootstrapServers()
                                    + " could not be read to its end within " + PATIENCE.toSeconds() + " s; try again");
                }
                consumer.poll(Duration.ofMillis(200)).forEach(sink);
            }
        } catch (KafkaException e) {
            throw interruptedOrFailed(e);
        }
    }

    private long send(String key, byte[] value) throws InterruptedException {
        int request = Math.max(MIN_REQUEST_BYTES, value.length + key.length() + OVERHEAD_BYTES);
        Map<String, Object> settings = Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, request, ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * request);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(settings)) {
            byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
            return producer.send(new ProducerRecord<>(topic, 0, keyBytes, value))
                    .get()
                    .offset();
        } catch (ExecutionException | KafkaException e) {
            throw interruptedOrFailed(e);
        }
    }

    private TrainerException interruptedOrFailed(Exception e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return kafka.failed(e);
    }

    private Pointer parse(ModelId id, RegistryState.StoredPointer stored) {
        try {
            return Pointer.parse(stored.json());
        } catch (JsonParseException e) {
            throw new TrainerException(
                    "the pointer of " + id.name() + " in topic " + topic + " at offset " + stored.offset()
                            + " is unreadable: " + TrainerException.reasonOf(e)
                            + "; 'streamer models promote " + id.key() + "' puts a good one in its place",
                    e);
        }
    }

    private TrainerException otherwiseSigned(ModelId id) {
        return new TrainerException("topic " + topic + " already has this model as " + id.key()
                + ", but without a signature or with that of another key; a version never names two files: publish it"
                + " with the key of then, or train with another --version");
    }

    private TrainerException taken(ModelId id) {
        return new TrainerException("topic " + topic + " already has another file as " + id.key()
                + "; a version never names two files: choose another --version");
    }
}
