package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TopicWatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final TopicPartition MODELS = new TopicPartition("models", 0);

    @Test
    void noticesATopicThatWasCreatedAnewWhereAConsumerAtTheSameOffsetDoesNot() throws Exception {
        try (Cluster cluster = new Cluster();
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "none"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                TopicWatch watch = new TopicWatch(Map.of("bootstrap.servers", cluster.bootstrapServers()), "models")) {
            // Given: a consumer that has read two records
            create(cluster);
            cluster.publish("0", 0);
            consumer.assign(List.of(MODELS));
            consumer.seekToBeginning(List.of(MODELS));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return consumer.position(MODELS) == 2;
            });
            Awaitility.await()
                    .during(Duration.ofSeconds(5))
                    .atMost(PATIENCE)
                    .until(() -> !watch.isAnother() && !watch.isMissing());

            // When: another topic under the name gets two records, before the consumer looks again
            admin.deleteTopics(List.of("models")).all().get();
            Awaitility.await().atMost(PATIENCE).until(() -> !watch.isAnother() && watch.isMissing());
            create(cluster);
            cluster.publish("1", 1);

            // Then
            Awaitility.await().atMost(PATIENCE).until(watch::isAnother);
            assertThat(watch.isMissing()).isFalse();
            Awaitility.await()
                    .during(Duration.ofSeconds(8))
                    .atMost(PATIENCE)
                    .until(() -> consumer.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    private static void create(Cluster cluster) {
        Topics.create(
                cluster.bootstrapServers(),
                List.of(new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))));
    }
}
