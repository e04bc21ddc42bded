package io.odradek.streamer.registry;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.KafkaClients;
import io.odradek.streamer.topics.TopicAdmin;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Reads the status topic, where each instance tells what became of a model. Each call opens its own clients. Thread-safe. */
public final class StatusLog {
    private final KafkaClients clients;
    private final String topic;

    /** Does not connect. */
    public StatusLog(StreamerConfig config) {
        this.clients = new KafkaClients(config);
        this.topic = config.topics().status();
    }

    /**
     * What each instance told last about a model, by instance; what the topic's retention took is not known any more.
     *
     * @throws StreamerException when the topic is missing or cannot be read
     */
    public Collection<InstanceStatus> newest(String model) {
        try (TopicAdmin admin = new TopicAdmin(clients.bootstrapServers(), clients.adminSettings())) {
            if (admin.partitions(List.of(topic)).isEmpty()) {
                throw new StreamerException("there is no topic " + topic + " (odradek.status.topic)");
            }
        }
        TreeMap<String, InstanceStatus> newest = new TreeMap<>();
        new PartitionReader(clients, new TopicPartition(topic, 0))
                .read(
                        -1,
                        Long.MAX_VALUE,
                        record -> InstanceStatus.of(record)
                                .filter(status -> status.text("model").equals(model))
                                .ifPresent(status -> newest.put(status.text("instance"), status)));
        return List.copyOf(newest.values());
    }
}
