package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostImagesTest {
    private final FakeLog log = new FakeLog();
    private final Map<Integer, Long> committed = log.committed;
    private final Map<Integer, Long> starts = log.starts;
    private final AtomicInteger failing = log.failing;
    private final AtomicInteger asked = log.asked;
    private final AtomicInteger checked = log.checked;
    /** Waits for nothing. */
    private final ScheduledExecutorService executor = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(task, 0, unit);
        }
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final LostImages lost = new LostImages(
            "images", log, executor, new StreamerMetrics(registry, HistogramKind.CLASSIC).topic("images"));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void countsNothingWhenOffsetsFollowEachOther() {
        committed.put(0, 5L);

        lost.polled(poll(0, 5, 10));
        lost.polled(poll(0, 10, 11));

        assertThat(asked).as("the committed offset, once for each assignment").hasValue(1);
        assertThat(checked).as("no jump, no question").hasValue(0);
        assertThat(lost.report()).isEmpty();
    }

    @Test
    void countsWhatLiesBetweenTheCommittedOffsetAndTheLogsStartAtTheFirstPoll() {
        committed.put(0, 100L);
        starts.put(0, 1_350L);

        lost.polled(poll(0, 1_350, 1_400));

        awaitLost(1_250);
        assertThat(lost.report()).contains("1,250 images since start").contains("offsets 100 to 1349 of images-0");
    }

    @Test
    void countsWhatWasRemovedUnderARunningStreamer() {
        committed.put(0, 0L);
        lost.polled(poll(0, 0, 10));
        starts.put(0, 17L);

        lost.polled(poll(0, 17, 20));

        awaitLost(7);
    }

    @Test
    void takesAJumpAboveTheLogsStartForMarkersOrCompaction() {
        committed.put(0, 0L);
        starts.put(0, 12L);
        lost.polled(poll(0, 0, 10));
        lost.polled(poll(0, 20, 30));
        awaitLost(2);

        lost.polled(poll(0, 31, 32));

        Awaitility.await().until(() -> checked.get() == 2);
        assertThat(count("odradek_images_lost_total")).isEqualTo(2);
    }

    @Test
    void knowsNoLossForANewGroup() {
        starts.put(0, 1_000L);

        lost.polled(poll(0, 1_000, 1_001));
        lost.polled(poll(0, 1_002, 1_003));

        Awaitility.await().until(() -> checked.get() == 1);
        assertThat(lost.report()).isEmpty();
    }

    @Test
    void goesOnFromWhereThePositionWasLeftWithoutARecord() {
        committed.put(0, 0L);
        lost.polled(poll(0, 0, 10));
        starts.put(0, 0L);
        Map<TopicPartition, OffsetAndMetadata> next =
                Map.of(new TopicPartition("images", 0), new OffsetAndMetadata(15));
        lost.polled(new ConsumerRecords<>(Map.of(), next));
        Awaitility.await().until(() -> checked.get() == 1);

        lost.polled(poll(0, 15, 16));

        assertThat(lost.report()).isEmpty();
        assertThat(checked).hasValue(1);
    }

    @Test
    void countsAnOffsetOnceWhenThePartitionIsAssignedAgainBeforeACommit() {
        committed.put(0, 100L);
        starts.put(0, 200L);
        lost.polled(poll(0, 200, 201));
        awaitLost(100);
        starts.put(0, 250L);
        lost.forget(0);

        lost.polled(poll(0, 250, 251));

        awaitLost(150);
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksAgainUntilTheBrokerAnswers() {
        committed.put(0, 0L);
        lost.polled(poll(0, 0, 10));
        starts.put(0, 20L);
        failing.set(2);

        lost.polled(poll(0, 20, 21));

        awaitLost(10);
    }

    @Test
    void saysThatItCannotFindOutWhenTheBrokerNeverAnswers() {
        committed.put(0, 0L);
        lost.polled(poll(0, 0, 10));
        failing.set(1_000);

        lost.polled(poll(0, 20, 21));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> count("odradek_images_lost_check_failures_total") == 1);
        assertThat(lost.report()).isEmpty();
    }

    @Test
    void countsItsOwnFailureAndGoesOn() {
        failing.set(1);
        lost.polled(poll(0, 0, 10));
        assertThat(count("odradek_images_lost_check_failures_total")).isEqualTo(1);
        starts.put(0, 11L);

        lost.polled(poll(0, 11, 12));

        awaitLost(1);
    }

    @Test
    void seesTheImagesTopicOnly() {
        committed.put(0, 0L);
        starts.put(0, 100L);

        lost.polled(poll("other", 0, 100, 101));

        assertThat(asked).hasValue(0);
    }

    private void awaitLost(long images) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> count("odradek_images_lost_total") == images);
    }

    private double count(String name) {
        return Scrape.of(registry).value(name);
    }

    private static ConsumerRecords<byte[], byte[]> poll(int partition, long from, long to) {
        return poll("images", partition, from, to);
    }

    private static ConsumerRecords<byte[], byte[]> poll(String topic, int number, long from, long to) {
        TopicPartition partition = new TopicPartition(topic, number);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            records.add(new ConsumerRecord<>(topic, number, offset, new byte[0], new byte[0]));
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        polled.put(partition, records);
        return new ConsumerRecords<>(polled, Map.of(partition, new OffsetAndMetadata(to)));
    }
}
