package io.odradek.trainer.kafka;

import io.odradek.trainer.TrainerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at topics before anything is sent: a misspelt topic must not be created by accident. Thread-safe.
 *
 * @param kafka the way to Kafka
 */
public record TopicInspector(KafkaClients kafka) {
    /**
     * A topic that somebody needs.
     *
     * @param name its name
     * @param createOptions options of {@code kafka-topics.sh --create} that make it as it should be
     */
    public record Wanted(String name, String createOptions) {}

    /**
     * Number of partitions of each topic.
     *
     * @throws TrainerException when one is missing, with the commands that create all the missing ones, or when Kafka
     *     does not answer
     */
    public Map<String, Integer> partitions(List<Wanted> topics) throws InterruptedException {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        try (Admin admin = kafka.admin()) {
            Map<String, KafkaFuture<TopicDescription>> futures = admin.describeTopics(
                            topics.stream().map(Wanted::name).toList())
                    .topicNameValues();
            for (Wanted topic : topics) {
                try {
                    TopicDescription found =
                            Objects.requireNonNull(futures.get(topic.name())).get();
                    partitions.put(topic.name(), found.partitions().size());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw kafka.failed(e);
                    }
                    missing.add(topic.name());
                    commands.add("kafka-topics.sh "
                            + kafka.settings().toolOptions() + " --create --topic " + topic.name() + " "
                            + topic.createOptions());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new TrainerException("no topic " + String.join(", ", missing) + " at "
                    + kafka.settings().bootstrapServers() + "; create it: " + String.join(" && ", commands));
        }
        return partitions;
    }

    /** What of a topic's settings matters here. */
    public TopicSettings settings(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = kafka.admin()) {
            Config config = Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get();
            return new TopicSettings(
                    value(config, TopicConfig.CLEANUP_POLICY_CONFIG),
                    Integer.parseInt(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
        } catch (ExecutionException e) {
            throw kafka.failed(e);
        }
    }

    private static String value(Config config, String key) {
        ConfigEntry entry = config.get(key);
        if (entry == null || entry.value() == null) {
            throw new TrainerException("Kafka does not tell the topic setting " + key);
        }
        return entry.value();
    }

    /**
     * Settings in force for a topic.
     *
     * @param cleanupPolicy {@code delete}, {@code compact} or both, comma-separated
     * @param maxMessageBytes greatest record batch, in bytes
     */
    public record TopicSettings(String cleanupPolicy, int maxMessageBytes) {
        /** Whether old records of a key go and the newest stays for good. */
        public boolean isCompactedOnly() {
            return cleanupPolicy.equals(TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }
}
