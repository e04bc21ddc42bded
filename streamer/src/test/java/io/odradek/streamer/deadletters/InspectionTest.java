package io.odradek.streamer.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Source;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What is counted of dead letters, and which are shown. */
class InspectionTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Source IMAGE = new Source("images", 3, 90);

    @Test
    void countsEachReasonTheMostFrequentFirstWithItsOldestAndItsNewest() {
        Inspection.Collector collector = new Inspection.Collector(new Query(Range.ALL, Set.of(), 0));

        collector.add(letter(3, 0, "WRONG_SIZE"));
        collector.add(letter(5, 1, "EMPTY"));
        collector.add(letter(1, 2, "EMPTY"));
        collector.add(letter(3, 3, "EMPTY"));
        collector.add(letter(4, 4, "CORRUPT_IMAGE"));

        Inspection found = collector.result("images-dlq");
        assertThat(found.topic()).isEqualTo("images-dlq");
        assertThat(found.total()).isEqualTo(5);
        assertThat(found.reasons())
                .containsExactly(
                        new Inspection.ReasonCount("EMPTY", 3, NOON.plusSeconds(1), NOON.plusSeconds(5)),
                        new Inspection.ReasonCount("CORRUPT_IMAGE", 1, NOON.plusSeconds(4), NOON.plusSeconds(4)),
                        new Inspection.ReasonCount("WRONG_SIZE", 1, NOON.plusSeconds(3), NOON.plusSeconds(3)));
        assertThat(found.newest()).isEmpty();
    }

    @Test
    void showsTheNewestOfTheReasonThatIsAskedForAndCountsAll() {
        Inspection.Collector collector = new Inspection.Collector(new Query(Range.ALL, Set.of("EMPTY"), 2));

        collector.add(letter(9, 0, "WRONG_SIZE"));
        collector.add(letter(2, 1, "EMPTY"));
        collector.add(letter(2, 2, "EMPTY"));
        collector.add(letter(1, 3, "EMPTY"));

        Inspection found = collector.result("images-dlq");
        assertThat(found.total()).isEqualTo(4);
        assertThat(found.newest()).extracting(Letter::offset).containsExactly(2L, 1L);
    }

    @Test
    void leavesOutWhatIsNotInItsRange() {
        Range range = new Range(
                Optional.of(NOON), Optional.of(NOON.plusSeconds(10)), OptionalInt.of(0), OptionalLong.empty());
        Inspection.Collector collector = new Inspection.Collector(new Query(range, Set.of(), 10));

        collector.add(record(0, 0, NOON.minusMillis(1)));
        collector.add(record(0, 1, NOON));
        collector.add(record(0, 2, NOON.plusMillis(9_999)));
        collector.add(record(0, 3, NOON.plusSeconds(10)));
        collector.add(record(1, 4, NOON));

        Inspection found = collector.result("images-dlq");
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.newest()).extracting(Letter::offset).containsExactly(2L, 1L);
    }

    @Test
    void countsAsSentAgainThoseOfItsRangeThatAreStillThereAndHaveAMark() {
        Range range = new Range(Optional.of(NOON), Optional.empty(), OptionalInt.empty(), OptionalLong.empty());
        Inspection.Collector collector = new Inspection.Collector(new Query(range, Set.of(), 10));

        collector.add(record(0, 5, NOON));
        collector.add(record(0, 6, NOON.minusSeconds(1)));
        collector.add(mark(0, 7, new ReplayMark(5, NOON.toEpochMilli(), IMAGE)));
        collector.add(mark(0, 8, new ReplayMark(6, NOON.minusSeconds(1).toEpochMilli(), IMAGE)));
        collector.add(mark(0, 9, new ReplayMark(4, NOON.toEpochMilli(), IMAGE)));
        ConsumerRecord<byte[], byte[]> malformed = record(0, 10, NOON);
        malformed.headers().add(ReplayMark.HEADER, new byte[] {'x'});
        collector.add(malformed);

        Inspection found = collector.result("images-dlq");
        assertThat(found.replayed()).isEqualTo(1);
        assertThat(found.total()).isEqualTo(1);
    }

    @Test
    void takesEveryReasonForOneThatMayBeAskedFor() {
        assertThat(Query.allReasons())
                .hasSize(Reason.values().length + 2)
                .contains("EMPTY", "NOT_BY_ODRADEK", "UNKNOWN_CODE");
    }

    private static ConsumerRecord<byte[], byte[]> mark(int partition, long offset, ReplayMark mark) {
        ConsumerRecord<byte[], byte[]> record = record(partition, offset, NOON.plusSeconds(60));
        mark.headers().forEach(record.headers()::add);
        return record;
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, Instant time) {
        return new ConsumerRecord<>(
                "images-dlq",
                partition,
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                1,
                null,
                new byte[1],
                new RecordHeaders(),
                Optional.empty());
    }

    private static Letter letter(long seconds, long offset, String reason) {
        return new Letter(0, offset, NOON.plusSeconds(seconds), reason, "", "", "", 1, "GIF", "", "", "a.gif");
    }
}
