package io.odradek.streamer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.kit.ManualClock;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.topology.Polls;
import io.odradek.streamer.topology.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagWatchTest {
    private static final Instant START = Instant.ofEpochSecond(1_000);
    private static final TopicPartition P0 = new TopicPartition("images", 0);
    private static final TopicPartition P1 = new TopicPartition("images", 1);

    private final ManualClock time = new ManualClock(START);
    private final FakeKafka kafka = new FakeKafka();
    private final Progress progress = new Progress(time);
    private final LagWatch lag = new LagWatch(progress::places, List.of("images", "other"), time, time::nanos);

    @Test
    void knowsNoLagWithoutPartitions() {
        lag.look(kafka);

        assertThat(lag.report()).containsOnlyKeys("images", "other");
        assertLag(0, 0);
        assertThat(report().partitions()).isEmpty();
    }

    @Test
    void countsWhatIsPolledAndWhatIsBehindWithTheAgeOfTheOldestImage() {
        Polls.poll(progress, P0, 0, 10, START.toEpochMilli() - 3_000);
        Polls.answer(progress, P0, 0, 4);
        kafka.ends.put(P0, 25L);

        lag.look(kafka);

        assertLag(6 + 15, 3);
        time.pass(2);
        assertLag(6 + 15, 5);
    }

    @Test
    void comesToNothingWhenAllIsAnsweredWithoutAnotherLook() {
        Polls.poll(progress, P0, 0, 10, START.toEpochMilli());
        kafka.ends.put(P0, 10L);
        lag.look(kafka);

        Polls.answer(progress, P0, 0, 10);

        assertLag(0, 0);
    }

    @Test
    void addsUpPartitionsAndTakesTheOldestOfAll() {
        Polls.poll(progress, P1, 0, 2, START.toEpochMilli() - 1_000);
        Polls.poll(progress, P0, 0, 3, START.toEpochMilli() - 7_000);
        kafka.ends.put(P0, 3L);
        kafka.ends.put(P1, 12L);

        lag.look(kafka);

        assertLag(15, 7);
        assertThat(report().partitions()).containsExactly(0, 1);
    }

    @Test
    void countsFromTheCommittedOffsetWhereNothingWasPolled() {
        Polls.assign(progress, P0);
        kafka.committed.put(P0, 90L);
        kafka.ends.put(P0, 100L);

        lag.look(kafka);

        assertLag(10, 0);
        time.pass(2);
        lag.look(kafka);
        assertLag(10, 2);
    }

    @Test
    void countsFromTheOldestOffsetWhereNothingIsCommitted() {
        Polls.assign(progress, P0);
        kafka.starts.put(P0, 40L);
        kafka.ends.put(P0, 100L);

        lag.look(kafka);

        assertLag(60, 0);
    }

    @Test
    void asksForCommittedOffsetsOnlyWhileThereIsSomethingToRead() {
        Polls.assign(progress, P0);
        kafka.committed.put(P0, 100L);
        kafka.ends.put(P0, 100L);
        lag.look(kafka);
        int once = kafka.asked.get();

        lag.look(kafka);
        lag.look(kafka);

        assertThat(kafka.asked).hasValue(once);
        assertLag(0, 0);
    }

    @Test
    void doesNotCountWhatRetentionRemovedBeforeItWasPolled() {
        Polls.poll(progress, P0, 0, 10, START.toEpochMilli());
        kafka.ends.put(P0, 100L);
        kafka.starts.put(P0, 70L);

        lag.look(kafka);

        assertLag(10 + 30, 0);
    }

    @Test
    void tellsForHowLongItHasSeenALagOfWhichNoTimestampIsKnown() {
        Polls.skip(progress, P0, 10);
        kafka.ends.put(P0, 20L);
        lag.look(kafka);
        time.pass(2);
        kafka.ends.put(P0, 30L);
        lag.look(kafka);

        assertLag(20, 2);
        time.pass(1);
        assertLag(20, 3);
    }

    /** At a high rate there is always something behind what was polled, and never the same. */
    @Test
    void doesNotAgeWhileImagesAreAnsweredAsFastAsTheyCome() {
        for (long second = 1; second <= 60; second++) {
            Polls.skip(progress, P0, second * 1_000);
            kafka.ends.put(P0, second * 1_000 + 5);
            lag.look(kafka);
            assertLag(5, 0);
            time.pass(1);
        }
    }

    @Test
    void comesToNothingWhenTheConsumerHasPassedTheMarkersAtTheEnd() {
        Polls.poll(progress, P0, 0, 10, START.toEpochMilli());
        Polls.answer(progress, P0, 0, 10);
        kafka.ends.put(P0, 11L);
        lag.look(kafka);
        assertLag(1, 0);

        Polls.skip(progress, P0, 11);

        assertLag(0, 0);
    }

    @Test
    void countsImagesThatWerePolledOneByOneAcrossGapsOfCompaction() {
        Polls.poll(progress, P0, 0, 2, START.toEpochMilli());
        Polls.poll(progress, P0, 1_000, 1_002, START.toEpochMilli());
        kafka.ends.put(P0, 1_002L);

        lag.look(kafka);

        assertLag(4, 0);
    }

    @Test
    void isNeverNegative() {
        Polls.poll(progress, P0, 900, 1_000, START.toEpochMilli() + 60_000);
        kafka.ends.put(P0, 1_000L);
        lag.look(kafka);
        assertLag(100, 0);
        Polls.answer(progress, P0, 900, 1_000);

        // The log was cut off, or the topic made anew.
        kafka.ends.put(P0, 3L);
        lag.look(kafka);
        assertLag(0, 0);

        Polls.poll(progress, P0, 0, 3, START.toEpochMilli());
        assertLag(3, 0);
    }

    @Test
    void forgetsAPartitionThatIsTakenAway() {
        Polls.poll(progress, P0, 0, 10, START.toEpochMilli() - 5_000);
        kafka.ends.put(P0, 50L);
        lag.look(kafka);
        Polls.revoke(progress, P0);
        assertLag(0, 0);
        assertThat(report().partitions()).isEmpty();

        Polls.assign(progress, P0);

        assertThat(report().records()).as("nothing of the time before").isZero();
        kafka.committed.put(P0, 45L);
        lag.look(kafka);
        assertLag(5, 0);
    }

    @Test
    void keepsTheLastEndWhileKafkaIsAway() {
        Polls.poll(progress, P0, 0, 10, START.toEpochMilli());
        kafka.ends.put(P0, 50L);
        lag.look(kafka);
        kafka.away = true;
        time.pass(10);

        assertThatThrownBy(() -> lag.look(kafka)).isInstanceOf(StreamerException.class);

        assertLag(50, 10);
        Polls.answer(progress, P0, 0, 4);
        assertLag(46, 10);
    }

    @Test
    void keepsTheEndOfAPartitionWhoseLeaderIsAwayAndRenewsTheOthers() {
        Polls.skip(progress, P0, 0);
        Polls.skip(progress, P1, 0);
        kafka.ends.put(P0, 5L);
        kafka.ends.put(P1, 5L);
        lag.look(kafka);
        kafka.ends.remove(P0);
        kafka.ends.put(P1, 7L);

        lag.look(kafka);

        assertThat(report().records()).isEqualTo(5 + 7);
    }

    private HealthReport.Lag report() {
        return Objects.requireNonNull(lag.report().get("images"));
    }

    private void assertLag(long records, double seconds) {
        assertThat(report().records()).isEqualTo(records);
        assertThat(report().seconds()).isCloseTo(seconds, within(1e-9));
    }
}
