package io.odradek.streamer.registry;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicCommands;
import io.odradek.streamer.topics.TopicConditions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Reads and writes the {@code models} topic. Each call opens its own clients. Thread-safe. */
public final class RegistryTopic {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Without a new record for this long, something is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Room for what a record batch adds to key and value. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int MIN_REQUEST_BYTES = 1 << 20;

    private final StreamerConfig config;
    private final KafkaClients clients;
    private final TopicPartition partition;

    /** Does not connect. */
    public RegistryTopic(StreamerConfig config) {
        this.config = config;
        this.clients = new KafkaClients(config);
        this.partition = new TopicPartition(config.topics().models(), 0);
    }

    /** The topic's name. */
    public String name() {
        return partition.topic();
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
        readFrom(-1, Long.MAX_VALUE, state::apply);
        return state;
    }

    /** Where the next record will be written. */
    long end() {
        try (var consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (KafkaException e) {
            throw Answers.failure(e, clients.bootstrapServers());
        }
    }

    /** The digests of what was written under a key from an offset on. */
    List<String> digestsSince(long offset, String key) {
        List<String> digests = new ArrayList<>();
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        readFrom(offset, Long.MAX_VALUE, record -> {
            if (Arrays.equals(record.key(), wanted) && record.value() != null) {
                digests.add(Digest.sha256(record.value()));
            }
        });
        return digests;
    }

    /** The value of a record, or null when compaction removed it meanwhile. */
    public byte @Nullable [] value(long offset) {
        List<byte[]> found = new ArrayList<>();
        readFrom(offset, offset + 1, record -> {
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
                String command = new TopicCommands(clients.bootstrapServers())
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
                    + new TopicCommands(clients.bootstrapServers()).create(conditions.wantedModels()));
        }
    }

    private TopicAdmin admin() {
        return new TopicAdmin(clients.bootstrapServers(), clients.adminSettings());
    }

    /** The records from an offset (-1: the beginning) up to another one, or to what is now the end. */
    private void readFrom(long offset, long before, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (var consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            if (offset < 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long until = Math.min(end, before);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < until) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(sink);
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new StreamerException("topic " + name() + " at " + clients.bootstrapServers()
                            + " could not be read to its end: nothing came for " + PATIENCE.toSeconds()
                            + " s; try again");
                }
            }
        } catch (KafkaException e) {
            throw Answers.failure(e, clients.bootstrapServers());
        }
    }
}
