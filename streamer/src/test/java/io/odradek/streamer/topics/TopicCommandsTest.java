package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicCommandsTest {
    private final TopicCommands commands = new TopicCommands("kafka:9092", false);

    @Test
    void createATopicWithTheReplicasThatAreWanted() {
        NewTopic topic = new NewTopic("models", 1, (short) 3).configs(Map.of("cleanup.policy", "compact"));

        assertThat(commands.create(topic))
                .isEqualTo("kafka-topics.sh --bootstrap-server kafka:9092 --create --topic models --partitions 1"
                        + " --replication-factor 3 --config cleanup.policy=compact");
    }

    @Test
    void leaveTheReplicasToTheBrokerWhereNoneAreWanted() {
        assertThat(commands.create(new NewTopic("images", 4, (short) -1).configs(Map.of())))
                .isEqualTo("kafka-topics.sh --bootstrap-server kafka:9092 --create --topic images --partitions 4");
    }
}
