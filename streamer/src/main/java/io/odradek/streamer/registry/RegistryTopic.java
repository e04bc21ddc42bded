package io.odradek.streamer.registry;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicCommands;
import io.odradek.streamer.topics.TopicConditions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Reads and writes the {@code models} topic. Each call opens its own clients. Thread-safe. */
public final class RegistryTopic {
    /** Room for what a record batch adds to key and value. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int MIN_REQUEST_BYTES = 1 << 20;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final StreamerConfig config;
    private final KafkaClients clients;
    private final PartitionReader reader;

    /** Does not connect. */
    public RegistryTopic(StreamerConfig config) {
        this.config = config;
        this.clients = new KafkaClients(config);
        this.reader =
                new PartitionReader(clients, new TopicPartition(config.topics().models(), 0));
    }

    /** The topic's name. */
    public String name() {
        return config.topics().models();
    }

    /**
     * Checks that the topic exists, and that a decision in it would last.
     *
     * @throws StreamerException names the command that mends it
     */
    public void checkFit() {
        try (TopicAdmin admin = admin()) {
            TopicConditions conditions = new TopicConditions(config, admin, List.of(name()));
            checkExists(conditions);
            List<Finding> findings = new ArrayList<>(conditions.modelsPartition());
            findings.addAll(conditions.compaction());
            findings.stream().filter(Finding::failed).findFirst().ifPresent(f -> {
                throw new StreamerException(f.what() + ":\n  " + f.fix());
            });
        }
    }

    /** Reads the whole topic, holding little more than one file at a time. */
    public RegistryState read() {
        try (TopicAdmin admin = admin()) {
            checkExists(new TopicConditions(config, admin, List.of(name())));
        }
        RegistryState state = new RegistryState();
        reader.read(-1, Long.MAX_VALUE, state::apply);
        return state;
    }

    /** Where the next record will be written. */
    long end() {
        return reader.end();
    }

    /** The digests of what was written under a key from an offset on. */
    List<String> digestsSince(long offset, String key) {
        List<String> digests = new ArrayList<>();
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        reader.read(offset, Long.MAX_VALUE, record -> {
            if (Arrays.equals(record.key(), wanted) && record.value() != null) {
                digests.add(Digest.sha256(record.value()));
            }
        });
        return digests;
    }

    /** The value of a record, or null when compaction removed it meanwhile. */
    public byte @Nullable [] value(long offset) {
        List<byte[]> found = new ArrayList<>();
        reader.read(offset, offset + 1, record -> {
            if (record.offset() == offset && record.value() != null) {
                found.add(record.value());
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** Writes a record, or with null a tombstone, and waits until all replicas have it. @return its offset */
    long send(String key, byte @Nullable [] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int request = Math.max(MIN_REQUEST_BYTES, requestBytes(key, value == null ? 0 : value.length));
        try (Producer<byte[], byte[]> producer = clients.producer(request)) {
            return Answers.await(producer.send(new ProducerRecord<>(name(), 0, keyBytes, value)))
                    .offset();
        } catch (ExecutionException | KafkaException e) {
            throw Answers.failure(e, clients.bootstrapServers());
        }
    }

    /**
     * Checks that a file is not too large for the topic.
     *
     * @throws StreamerException names the command that mends it
     */
    void checkRoom(String key, int bytes) {
        try (TopicAdmin admin = admin()) {
            int needed = requestBytes(key, bytes);
            int allowed = Integer.parseInt(admin.config(name(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
            if (needed > allowed) {
                String command = TopicCommands.of(config)
                        .alter(name(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(needed));
                throw new StreamerException("the model has " + bytes + " bytes, topic " + name()
                        + " takes records up to " + allowed + ":\n  " + command);
            }
        }
    }

    private static int requestBytes(String key, int bytes) {
        return Math.addExact(bytes, key.length() + OVERHEAD_BYTES);
    }

    private void checkExists(TopicConditions conditions) {
        if (!conditions.partitions().containsKey(name())) {
            throw new StreamerException("there is no topic " + name() + " at " + clients.bootstrapServers()
                    + " (odradek.models.topic):\n  "
                    + TopicCommands.of(config).create(conditions.wantedModels()));
        }
    }

    private TopicAdmin admin() {
        Reachability.await(clients.adminSettings(), CONNECT);
        return new TopicAdmin(clients.bootstrapServers(), clients.adminSettings());
    }
}
