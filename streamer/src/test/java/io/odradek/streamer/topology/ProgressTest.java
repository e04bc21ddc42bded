package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final TopicPartition PARTITION = new TopicPartition("images", 0);

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC);
    private final Progress progress = new Progress(clock);

    @Test
    void knowsAPartitionOfWhichNothingWasPolled() {
        progress.assigned(PARTITION);

        assertThat(place().position()).isEqualTo(Progress.NOTHING_POLLED);
        assertThat(place().waiting()).isZero();
        assertThat(place().thread()).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void keepsWhatWasPolledUntilItIsAnsweredWithTheTimestampOfTheOldest() {
        progress.polled(Polls.of(PARTITION, 5, 8, offset -> 1_000 + offset));
        assertThat(place().waiting()).isEqualTo(3);
        assertThat(place().oldestMillis()).isEqualTo(1_005);
        assertThat(place().position()).isEqualTo(8);

        progress.answered(PARTITION, 5);
        assertThat(place().waiting()).isEqualTo(2);
        assertThat(place().oldestMillis()).isEqualTo(1_006);

        progress.answered(PARTITION, 6);
        progress.answered(PARTITION, 7);
        assertThat(place().waiting()).isZero();
        assertThat(place().answered()).isEqualTo(3);
        assertThat(place().position()).isEqualTo(8);
    }

    @Test
    void countsAnImageOnceThatIsAnsweredTwice() {
        progress.polled(Polls.of(PARTITION, 0, 2, offset -> offset));

        progress.answered(PARTITION, 0);
        progress.answered(PARTITION, 0);

        assertThat(place().waiting()).isEqualTo(1);
    }

    @Test
    void beginsAnewWhereRecordsArePolledAgainAfterAReset() {
        progress.polled(Polls.of(PARTITION, 10, 20, offset -> offset));

        progress.polled(Polls.of(PARTITION, 3, 5, offset -> offset));

        assertThat(place().waiting()).isEqualTo(2);
        assertThat(place().oldestMillis()).isEqualTo(3);
        assertThat(place().position()).isEqualTo(5);
    }

    @Test
    void movesOnOverMarkersWithoutARecord() {
        progress.polled(Polls.of(PARTITION, 0, 1, offset -> offset));
        progress.answered(PARTITION, 0);

        progress.polled(new ConsumerRecords<>(Map.of(), Map.of(PARTITION, new OffsetAndMetadata(4))));

        assertThat(place().position()).isEqualTo(4);
        assertThat(place().waiting()).isZero();
    }

    @Test
    void takesTheTimeOfThePollWhereARecordHasNoTimestamp() {
        progress.polled(Polls.of(PARTITION, 0, 1, offset -> -1));

        assertThat(place().oldestMillis()).isEqualTo(77);
    }

    @Test
    void forgetsAPartitionThatIsTakenAwayAndKnowsItAsAnotherAssignmentLater() {
        progress.polled(Polls.of(PARTITION, 0, 9, offset -> offset));
        long before = place().assignment();

        progress.forget(PARTITION);
        assertThat(progress.places()).isEmpty();
        progress.assigned(PARTITION);

        assertThat(place().assignment()).isNotEqualTo(before);
        assertThat(place().waiting()).isZero();
    }

    @Test
    void leavesAPartitionToTheThreadThatGotItMeanwhile() throws InterruptedException {
        progress.polled(Polls.of(PARTITION, 0, 9, offset -> offset));
        run(() -> progress.polled(Polls.of(PARTITION, 4, 9, offset -> offset)));

        progress.forget(PARTITION);
        progress.forgetAll();

        assertThat(place().waiting()).isEqualTo(5);
        assertThat(place().thread()).isEqualTo("other");
    }

    private static void run(Runnable task) throws InterruptedException {
        Thread other = new Thread(task, "other");
        other.start();
        other.join();
    }

    private Progress.Place place() {
        return Objects.requireNonNull(progress.places().get(PARTITION));
    }
}
