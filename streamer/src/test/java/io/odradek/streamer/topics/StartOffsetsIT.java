package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.StartPosition;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.Group;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a group that begins late does not read, on a real broker. */
class StartOffsetsIT {
    private static final Set<TopicPartition> BOTH =
            Set.of(new TopicPartition("images", 0), new TopicPartition("images", 1));

    private Cluster cluster;
    private TopicAdmin admin;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster(2);
        cluster.createTopics();
        admin = new TopicAdmin(cluster.bootstrapServers(), Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    @AfterEach
    void stopBroker() {
        admin.close();
        cluster.close();
    }

    @Test
    void namesWhatAGroupWithoutProgressSkipsAlsoAfterKafkaForgotItsProgress() throws Exception {
        assertThat(prepare(new StartPosition.Latest())).as("nothing is there").isEmpty();
        send(20, Duration.ZERO);
        assertThat(prepare(new StartPosition.Latest()))
                .as("it goes on where it was")
                .isEmpty();
        assertThat(new Group(cluster, "group").committed()).isZero();

        cluster.removeBefore("images", Map.of(0, 3L));
        forget();
        String skipped = prepare(new StartPosition.Latest());

        assertThat(skipped).isEqualTo("offsets 3 to 9 of images-0, offsets 0 to 9 of images-1");
        assertThat(new Group(cluster, "group").committed()).isEqualTo(20);
    }

    @Test
    void namesWhatIsOlderThanTheDurationOnly() {
        send(4, Duration.ofHours(2));
        send(6, Duration.ZERO);

        String skipped = prepare(new StartPosition.Ago(Duration.ofHours(1)));

        assertThat(skipped).isEqualTo("offsets 0 to 1 of images-0, offsets 0 to 1 of images-1");
        assertThat(new Group(cluster, "group").committed()).isEqualTo(4);
    }

    @Test
    void skipsNothingFromTheEarliest() {
        send(4, Duration.ZERO);

        assertThat(prepare(new StartPosition.Earliest())).isEmpty();
    }

    private String prepare(StartPosition start) {
        return new StartOffsets(admin, "group", Clock.systemUTC()).prepare(start, "images", 2);
    }

    /** As Kafka does after 7 days. */
    private void forget() throws Exception {
        try (Admin client = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            client.deleteConsumerGroupOffsets("group", BOTH).all().get();
        }
    }

    private void send(int count, Duration age) {
        long time = System.currentTimeMillis() - age.toMillis();
        cluster.sendAll(count, i -> new ProducerRecord<>("images", i % 2, time, null, new byte[4]));
    }
}
