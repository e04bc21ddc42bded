package io.odradek.streamer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream thread hears of its polls, on a real broker. */
class ImagesConsumerIT {
    private static final List<TopicPartition> IMAGES = List.of(new TopicPartition("images", 0));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BRIEF = Duration.ofMillis(10);
    private static final long ROOM = 1_000;

    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger nothing = new AtomicInteger();
    private Cluster cluster;
    private ImagesConsumer consumer;

    @BeforeEach
    void assign() {
        cluster = new Cluster(1);
        cluster.createTopics();
        consumer = new ImagesConsumer(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest"),
                ROOM,
                held::get,
                nothing::incrementAndGet);
        consumer.assign(IMAGES);
    }

    @AfterEach
    void close() {
        consumer.close();
        cluster.close();
    }

    @Test
    void tellsOfEachPollThatBringsNothingAndOfNoOther() {
        assertThat(consumer.poll(BRIEF).isEmpty()).isTrue();
        assertThat(consumer.poll(BRIEF).isEmpty()).isTrue();
        assertThat(nothing).hasValue(2);

        cluster.sendValues(1, new byte[1]);
        assertThat(consumer.poll(PATIENCE).count()).isEqualTo(1);

        assertThat(nothing).hasValue(2);
    }

    @Test
    void bringsNothingWhileThereIsNoRoomAndTellsSo() {
        cluster.sendValues(1, new byte[1]);
        held.set(ROOM);
        assertThat(consumer.poll(BRIEF).isEmpty()).isTrue();
        assertThat(nothing).hasValue(1);

        held.set(ROOM - 1);

        assertThat(consumer.poll(PATIENCE).count()).isEqualTo(1);
        assertThat(nothing).hasValue(1);
        assertThat(consumer.paused()).isEmpty();
    }
}
