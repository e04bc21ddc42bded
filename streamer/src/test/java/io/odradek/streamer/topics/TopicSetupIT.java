package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.kit.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicSetupIT {
    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @Test
    void listsMissingTopicsWithTheCommandsThatCreateThem() {
        create(new NewTopic("images", 3, (short) 1));

        assertThatThrownBy(() -> prepare(false))
                .isInstanceOf(StreamerException.class)
                .hasMessageContaining("missing topics: predictions, images-dlq, models, models-status, latency")
                .hasMessageContaining("--create-topics")
                .hasMessageContaining("--create --topic predictions --partitions 3 --config max.message.bytes=1114124")
                .hasMessageContaining("--create --topic models --partitions 1 --config cleanup.policy=compact")
                .hasMessageContaining("--create --topic models-status --partitions 1 --config cleanup.policy=delete")
                .hasMessageContaining("--create --topic latency --partitions 1 --config cleanup.policy=delete")
                .hasMessageNotContaining("--topic images ");
    }

    @Test
    void createsMissingTopicsThatFitTheOnesThatAreThere() {
        create(new NewTopic("images", 3, (short) 1).configs(Map.of("max.message.bytes", "2000000")));

        assertThat(prepare(true)).isEqualTo(new ImagesTopics(Map.of("images", 3), 2_000_000));

        assertThat(prepare(false))
                .as("a second start finds everything in order")
                .isEqualTo(new ImagesTopics(Map.of("images", 3), 2_000_000));
        try (TopicAdmin admin = admin()) {
            assertThat(admin.partitions(
                            List.of("images", "predictions", "images-dlq", "models", "models-status", "latency")))
                    .isEqualTo(Map.of(
                            "images",
                            3,
                            "predictions",
                            3,
                            "images-dlq",
                            3,
                            "models",
                            1,
                            "models-status",
                            1,
                            "latency",
                            1));
            assertThat(admin.config("images-dlq", "max.message.bytes")).isEqualTo("2065536");
            assertThat(admin.config("models", "cleanup.policy")).isEqualTo("compact");
            assertThat(admin.config("models-status", "cleanup.policy")).isEqualTo("delete");
            assertThat(admin.config("latency", "cleanup.policy")).isEqualTo("delete");
        }
    }

    @Test
    void createsAllTopicsOnAnEmptyCluster() {
        assertThat(prepare(true)).isEqualTo(new ImagesTopics(Map.of("images", 4), 1_048_588));
    }

    @Test
    void refusesPartitionCountsThatDifferAndNamesTheCommand() {
        create(new NewTopic("images", 4, (short) 1), new NewTopic("predictions", 2, (short) 1));

        assertThatThrownBy(() -> prepare(true))
                .hasMessageContaining("images has 4 partitions and predictions has 2")
                .hasMessageContaining("--alter --topic predictions --partitions 4");
    }

    @Test
    void refusesADeadLetterTopicThatCannotTakeTheLargestImage() {
        create(new NewTopic("images-dlq", 1, (short) 1));

        assertThatThrownBy(() -> prepare(true))
                .hasMessageContaining("topic images-dlq takes records of 1048588 bytes")
                .hasMessageContaining("--entity-name images-dlq --add-config max.message.bytes=1114124");
    }

    @Test
    void refusesAModelsTopicThatKafkaWouldExpire() {
        create(new NewTopic("models", 1, (short) 1));

        assertThatThrownBy(() -> prepare(true))
                .hasMessageContaining("cleanup.policy=delete")
                .hasMessageContaining("--entity-name models --add-config cleanup.policy=compact");
    }

    @Test
    void refusesAnswersTopicsThatAreStricterAboutTimestamps() {
        create(
                new NewTopic("images", 1, (short) 1).configs(Map.of("message.timestamp.after.max.ms", "9000000000")),
                new NewTopic("predictions", 1, (short) 1)
                        .configs(Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536))));

        assertThatThrownBy(() -> prepare(true))
                .hasMessageContaining("predictions has message.timestamp.after.max.ms=3600000")
                .hasMessageContaining(
                        "--entity-name predictions --add-config message.timestamp.after.max.ms=9000000000");
    }

    @Test
    void servesSeveralTopicsOfImagesOfWhichTheLargestCounts() {
        create(
                new NewTopic("a", 5, (short) 1),
                new NewTopic("b", 2, (short) 1).configs(Map.of("max.message.bytes", "3000000")));
        Map<Setting, String> routes = new HashMap<>(Map.of(Setting.ROUTES, "a=m,b=n,c=m"));

        assertThat(prepare(true, routes)).isEqualTo(new ImagesTopics(Map.of("a", 5, "b", 2, "c", 4), 3_000_000));

        try (TopicAdmin admin = admin()) {
            assertThat(admin.partitions(List.of("predictions", "images-dlq", "images")))
                    .isEqualTo(Map.of("predictions", 5, "images-dlq", 5));
            assertThat(admin.config("predictions", "max.message.bytes")).isEqualTo("3065536");
        }
        routes.put(Setting.ROUTES, "a=m,e=n");
        assertThat(prepare(true, routes).partitionsByTopic())
                .as("a new one has as many as the predictions")
                .isEqualTo(Map.of("a", 5, "e", 5));
        create(new NewTopic("d", 6, (short) 1));
        routes.put(Setting.ROUTES, "a=m,d=n");
        assertThatThrownBy(() -> prepare(false, routes))
                .hasMessageContaining("topic d has 6 partitions and predictions has 5")
                .hasMessageContaining("--alter --topic predictions --partitions 6");
    }

    @Test
    void refusesAModelsTopicOfSeveralPartitions() {
        create(new NewTopic("models", 2, (short) 1).configs(Map.of("cleanup.policy", "compact")));

        assertThatThrownBy(() -> prepare(true)).hasMessageContaining("models has 2 partitions, it must have 1");
    }

    @Test
    void neitherNeedsNorChecksNorCreatesAModelsTopicWhenAFileIsWatched() {
        assertThat(prepare(true, Map.of(Setting.MODEL_PATH, "/models")))
                .isEqualTo(new ImagesTopics(Map.of("images", 4), 1_048_588));

        try (TopicAdmin admin = admin()) {
            assertThat(admin.partitions(List.of("images", "predictions", "images-dlq", "models")))
                    .containsOnlyKeys("images", "predictions", "images-dlq");
        }
    }

    private ImagesTopics prepare(boolean createTopics) {
        return prepare(createTopics, Map.of());
    }

    private ImagesTopics prepare(boolean createTopics, Map<Setting, String> more) {
        Map<Setting, String> settings = cluster.settings();
        if (more.containsKey(Setting.ROUTES)) {
            settings.remove(Setting.MODEL_NAME);
        }
        settings.putAll(more);
        settings.put(Setting.CREATE_TOPICS, String.valueOf(createTopics));
        try (TopicAdmin admin = admin()) {
            StreamerConfig config = StreamerConfig.of(Settings.of(settings, Map.of(), Map.of(), null));
            return new TopicSetup(config, admin).prepare();
        }
    }

    private TopicAdmin admin() {
        return new TopicAdmin(cluster.bootstrapServers(), Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private void create(NewTopic... topics) {
        Topics.create(cluster.bootstrapServers(), List.of(topics));
    }
}
