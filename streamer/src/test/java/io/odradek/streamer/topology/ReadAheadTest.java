package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered, for how long, and to whom an outcome is given. */
class ReadAheadTest extends ReadAheadCase {
    @Test
    void makesEveryOutcomeAnewAfterAPause() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(0, 0, TestModels.image(0)), record(0, 1, TestModels.image(0)));
        poll(records);
        assertThat(label(outcome(records.get(0)))).isEqualTo("zero");
        models.swap(model("1", 1));

        readAhead.renew();

        assertThat(label(outcome(records.get(1)))).as("by the model of now").isEqualTo("one");
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void classifiesARecordThatItNeverSawAlone() {
        Outcome outcome = outcome(record(0, 5, TestModels.image(2)));

        assertThat(label(outcome)).isEqualTo("two");
        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void givesNoStaleOutcomeToRecordsThatWerePolledAgain() {
        ConsumerRecord<byte[], byte[]> stale = record(0, 0, TestModels.image(0));
        poll(List.of(stale, record(0, 1, TestModels.image(1))));
        outcome(stale);
        // The same offsets with other content, as after a truncation of the log.
        ConsumerRecord<byte[], byte[]> first = record(0, 0, TestModels.image(2));
        ConsumerRecord<byte[], byte[]> second = record(0, 1, TestModels.image(0));

        poll(List.of(first, second));

        assertThat(label(outcome(first))).isEqualTo("two");
        assertThat(label(outcome(second))).isEqualTo("zero");
        assertThat(readAheads("hit"))
                .as("the new records are remembered in place of the old")
                .isEqualTo(3);
    }

    @Test
    void matchesOnlyTheVeryArrayNotAnEqualOne() {
        byte[] value = TestModels.image(1);
        poll(List.of(record(0, 0, value)));

        outcome(record(0, 0, value.clone()));
        outcome(record(0, 0, value));

        assertThat(readAheads("miss")).isEqualTo(1);
        assertThat(readAheads("hit")).isEqualTo(1);
    }

    @Test
    void keepsAnOutcomeUntilTheNextRecordIsAskedFor() {
        ConsumerRecord<byte[], byte[]> record = record(0, 0, TestModels.image(1));
        poll(List.of(record));

        Outcome once = outcome(record);
        Outcome again = outcome(record);

        assertThat(again).as("asked again after a time-out").isSameAs(once);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void skipsOverRecordsThatAreNeverAskedFor() {
        ConsumerRecord<byte[], byte[]> wanted = record(0, 9, TestModels.image(1));
        poll(List.of(record(0, 3, TestModels.image(0)), record(0, 7, TestModels.image(0)), wanted));

        assertThat(label(outcome(wanted))).isEqualTo("one");
        assertThat(Scrape.of(registry).value("odradek_batch_size_sum")).isEqualTo(1);
    }

    @Test
    void forgetsAPartition() {
        ConsumerRecord<byte[], byte[]> gone = record(0, 0, TestModels.image(1));
        ConsumerRecord<byte[], byte[]> stays = record(1, 0, TestModels.image(2));
        poll(List.of(gone, stays));

        readAhead.forget(new TopicPartition("images", 0));

        assertThat(label(outcome(stays))).isEqualTo("two");
        assertThat(Scrape.of(registry).value("odradek_batch_size_sum")).isEqualTo(1);
        assertThat(label(outcome(gone))).isEqualTo("one");
        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void remembersNoOtherTopic() {
        ConsumerRecord<byte[], byte[]> other = new ConsumerRecord<>("other", 0, 0, null, TestModels.image(1));
        readAhead.remember(
                new ConsumerRecords<>(Map.of(new TopicPartition("other", 0), List.of(other)), Map.of()), false);

        readAhead.outcome(new TopicPartition("other", 0), 0, other.value(), other.headers(), classifier);

        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void keepsThreadsApart() throws InterruptedException {
        ConsumerRecord<byte[], byte[]> record = record(0, 0, TestModels.image(1));
        Thread other = new Thread(() -> poll(List.of(record)));
        other.start();
        other.join();

        outcome(record);

        assertThat(readAheads("miss")).isEqualTo(1);
    }

    @Test
    void isDrainedWhenEveryPolledRecordWasAskedFor() {
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(0, 0, TestModels.image(0)), record(0, 1, null), record(1, 0, TestModels.image(0)));
        assertThat(readAhead.isDrained()).as("nothing was polled").isFalse();
        poll(records);

        outcome(records.get(0));
        outcome(records.get(0));
        outcome(records.get(1));
        assertThat(readAhead.isDrained()).isFalse();
        outcome(records.get(2));

        assertThat(readAhead.isDrained()).isTrue();
    }

    @Test
    void isDrainedWhenThePartitionOfWhatIsLeftIsGone() {
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(0, 0, TestModels.image(0)), record(1, 0, TestModels.image(0)));
        poll(records);
        outcome(records.get(0));

        readAhead.forget(new TopicPartition("images", 1));

        assertThat(readAhead.isDrained()).isTrue();
    }

    @Test
    void isNotDrainedWhileABacklogWaitsBehindThePoll() {
        ConsumerRecord<byte[], byte[]> record = record(0, 0, TestModels.image(0));
        readAhead.remember(
                new ConsumerRecords<>(Map.of(new TopicPartition("images", 0), List.of(record)), Map.of()), true);

        outcome(record);

        assertThat(readAhead.isDrained()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1000, 501, true", "1000, 500, false", "120, 61, true", "120, 60, false", "1, 1, false", ", 251, true"})
    void aPollOfMoreThanHalfOfItsMostIsABacklog(@Nullable String most, int polled, boolean isBacklog) {
        List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(0, polled)
                .mapToObj(i -> record(0, i, TestModels.image(0)))
                .toList();
        Map<String, Object> settings = new HashMap<>();
        settings.put(PollInterceptor.POLL_WATCH, new PollWatch(readAhead, new Progress(Clock.systemUTC()), List.of()));
        if (most != null) {
            settings.put("max.poll.records", most);
        }
        try (PollInterceptor interceptor = new PollInterceptor()) {
            interceptor.configure(settings);
            interceptor.onConsume(new ConsumerRecords<>(Map.of(new TopicPartition("images", 0), records), Map.of()));
            records.forEach(this::outcome);

            assertThat(readAhead.isDrained()).isEqualTo(!isBacklog);
        }
    }

    @Test
    void knowsTheBytesThatWait() {
        List<ConsumerRecord<byte[], byte[]>> records = List.of(
                record(0, 0, TestModels.image(0)),
                record(0, 1, TestModels.image(1)),
                record(1, 7, TestModels.image(2)));
        poll(records);
        assertThat(readAhead.waitingBytes()).isEqualTo(12);

        outcome(records.get(0));
        outcome(records.get(1));
        assertThat(readAhead.waitingBytes()).isEqualTo(4);

        poll(List.of(record(1, 7, TestModels.image(2)), record(0, 2, TestModels.image(0))));
        assertThat(readAhead.waitingBytes()).as("the one was polled again").isEqualTo(8);
        readAhead.forget(new TopicPartition("images", 1));
        assertThat(readAhead.waitingBytes()).isEqualTo(4);
        readAhead.forgetAll();
        assertThat(readAhead.waitingBytes()).isZero();
    }
}
