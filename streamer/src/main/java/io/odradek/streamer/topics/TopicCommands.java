package io.odradek.streamer.topics;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Commands of Kafka's own tools, to be pasted.
 *
 * @param bootstrapServers as in {@code localhost:9092}
 * @param secured whether the tools need a file with security settings, which the commands call {@code FILE}
 */
public record TopicCommands(String bootstrapServers, boolean secured) {
    /** Commands for the cluster of this configuration. */
    public static TopicCommands of(StreamerConfig config) {
        return new TopicCommands(config.bootstrapServers(), isSecured(config));
    }

    /** Whether the cluster is reached by another protocol than {@code PLAINTEXT}. */
    public static boolean isSecured(StreamerConfig config) {
        String all = config.kafka().getOrDefault("security.protocol", "PLAINTEXT");
        return !config.kafka().getOrDefault("admin.security.protocol", all).equals("PLAINTEXT");
    }

    /** That these topics are missing, with the commands that create them. */
    StreamerException missing(Collection<NewTopic> topics) {
        return new StreamerException("missing topics: "
                + topics.stream().map(NewTopic::name).collect(Collectors.joining(", "))
                + ". Create them, or start with " + Setting.CREATE_TOPICS.option() + ":"
                + topics.stream().map(topic -> "\n  " + create(topic)).collect(Collectors.joining()));
    }

    /** Creates a topic. */
    public String create(NewTopic topic) {
        StringBuilder command = new StringBuilder(tool("kafka-topics.sh"))
                .append(" --create --topic ")
                .append(topic.name())
                .append(" --partitions ")
                .append(topic.numPartitions());
        if (topic.replicationFactor() > 0) {
            command.append(" --replication-factor ").append(topic.replicationFactor());
        }
        topic.configs()
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }

    /**
     * Creates a topic anew.
     *
     * @param lost what is deleted with the old one
     */
    public String createAnew(NewTopic topic, String lost) {
        return tool("kafka-topics.sh") + " --delete --topic " + topic.name() + " && " + create(topic) + "  # DELETES "
                + lost;
    }

    /** Gives a topic more partitions. */
    public String partitions(String topic, int count) {
        return tool("kafka-topics.sh") + " --alter --topic " + topic + " --partitions " + count;
    }

    /** Changes one setting of a topic. */
    public String alter(String topic, String key, String value) {
        return alter(topic, Map.of(key, value));
    }

    /** Changes settings of a topic. */
    public String alter(String topic, Map<String, String> settings) {
        return tool("kafka-configs.sh") + " --alter --entity-type topics --entity-name " + topic + " --add-config "
                + new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(s -> s.getKey() + "=" + s.getValue())
                                .collect(Collectors.joining(","));
    }

    /**
     * Moves replicas, as a file says.
     *
     * @param file names the file
     */
    public String reassign(String file) {
        return tool("kafka-reassign-partitions.sh") + " --reassignment-json-file " + file + " --execute";
    }

    /**
     * Gives a user rights.
     *
     * @param principal as in {@code User:ana}
     * @param operations each with {@code --operation} before it
     * @param resource as in {@code --topic images}
     */
    public String allow(String principal, String operations, String resource) {
        return tool("kafka-acls.sh") + " --add --allow-principal " + principal + " " + operations + " " + resource;
    }

    private String tool(String name) {
        return name + " --bootstrap-server " + bootstrapServers + (secured ? " --command-config FILE" : "");
    }
}
