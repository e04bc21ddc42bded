package io.odradek.streamer.topics;

import org.apache.kafka.clients.admin.NewTopic;

/**
 * Commands of Kafka's own tools, to be pasted.
 *
 * @param bootstrapServers as in {@code localhost:9092}
 */
public record TopicCommands(String bootstrapServers) {
    /** Creates a topic. */
    public String create(NewTopic topic) {
        StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server ")
                .append(bootstrapServers)
                .append(" --create --topic ")
                .append(topic.name())
                .append(" --partitions ")
                .append(topic.numPartitions());
        topic.configs()
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }

    /** Gives a topic more partitions. */
    public String partitions(String topic, int count) {
        return "kafka-topics.sh --bootstrap-server " + bootstrapServers + " --alter --topic " + topic + " --partitions "
                + count;
    }

    /** Changes one setting of a topic. */
    public String alter(String topic, String key, String value) {
        return "kafka-configs.sh --bootstrap-server " + bootstrapServers
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + key + "=" + value;
    }

    /** Changes a setting back to the broker's default. */
    public String reset(String topic, String key) {
        return "kafka-configs.sh --bootstrap-server " + bootstrapServers
                + " --alter --entity-type topics --entity-name " + topic + " --delete-config " + key;
    }
}
