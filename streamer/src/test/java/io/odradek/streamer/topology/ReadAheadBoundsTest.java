package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Scrape;
import io.odradek.streamer.model.TestModels;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** How much is remembered, and what is measured of it. */
class ReadAheadBoundsTest extends ReadAheadCase {
    @Test
    void remembersAHundredThousandRecordsAndForgetsAllBeforeItHasMore() {
        byte[] value = TestModels.image(1);
        poll(IntStream.range(0, 99_999).mapToObj(i -> record(0, i, value)).toList());
        poll(List.of(record(1, 0, TestModels.image(2))));
        outcome(record(0, 0, value));
        assertThat(readAheads("hit")).as("as many as it may").isEqualTo(1);

        ConsumerRecord<byte[], byte[]> last = record(2, 0, TestModels.image(2));
        poll(List.of(last));

        assertThat(readAhead.waitingBytes()).as("the last alone").isEqualTo(4);
        outcome(record(0, 0, value));
        assertThat(readAheads("miss")).isEqualTo(1);
        assertThat(label(outcome(last))).isEqualTo("two");
        assertThat(readAheads("hit")).isEqualTo(2);
        assertThat(readAhead.isDrained()).isTrue();
    }

    @Test
    void hasRoomAgainForWhatWasLeftBehindOrForgotten() {
        byte[] value = TestModels.image(1);
        poll(IntStream.range(0, 99_990).mapToObj(i -> record(0, i, value)).toList());
        poll(IntStream.range(0, 10).mapToObj(i -> record(1, i, value)).toList());
        outcome(record(0, 5, value));
        readAhead.forget(new TopicPartition("images", 1));

        poll(IntStream.range(0, 15).mapToObj(i -> record(2, i, value)).toList());

        outcome(record(0, 5, value));
        assertThat(readAheads("miss")).as("it was not forgotten").isZero();
        poll(List.of(record(3, 0, value)));
        outcome(record(0, 5, value));
        assertThat(readAheads("miss")).as("there was room for no more").isEqualTo(1);
    }

    @Test
    void countsNoneOfTheBytesOfRecordsThatAreNeverAskedFor() {
        ConsumerRecord<byte[], byte[]> wanted = record(0, 9, TestModels.image(1));
        poll(List.of(record(0, 3, TestModels.image(0)), record(0, 7, new byte[100]), record(0, 8, null), wanted));
        assertThat(readAhead.waitingBytes()).isEqualTo(108);

        outcome(wanted);

        assertThat(readAhead.waitingBytes()).isZero();
        assertThat(readAhead.isDrained()).isTrue();
    }

    @Test
    void measuresFromAnImagesTimestampToItsPollByWhoseTimestampItIs() {
        long now = System.currentTimeMillis();
        List<ConsumerRecord<byte[], byte[]>> records = List.of(
                timed(0, now - 1_000_000, TimestampType.CREATE_TIME),
                timed(1, now - 3_000_000, TimestampType.LOG_APPEND_TIME),
                timed(2, -1, TimestampType.NO_TIMESTAMP_TYPE));
        poll(records);

        records.forEach(this::outcome);

        assertThat(produceToPoll("count", "create"))
                .as("none without a timestamp")
                .isEqualTo(1);
        assertThat(produceToPoll("sum", "create")).isBetween(1_000.0, 1_600.0);
        assertThat(produceToPoll("count", "append")).isEqualTo(1);
        assertThat(produceToPoll("sum", "append")).isBetween(3_000.0, 3_600.0);
        assertThat(pollToInference("count")).isEqualTo(3);
        assertThat(pollToInference("sum"))
                .as("not since the machine was started")
                .isBetween(0.0, 600.0);
    }

    private double produceToPoll(String part, String origin) {
        return Scrape.of(registry)
                .value("odradek_produce_to_poll_seconds_" + part + "{model=\"" + TestModels.NAME
                        + "\",timestamp_type=\"" + origin + "\"}");
    }

    private double pollToInference(String part) {
        return Scrape.of(registry)
                .value("odradek_poll_to_inference_seconds_" + part + "{model=\"" + TestModels.NAME + "\"}");
    }

    private static ConsumerRecord<byte[], byte[]> timed(long offset, long timestamp, TimestampType type) {
        byte[] value = TestModels.image(1);
        return new ConsumerRecord<>(
                "images",
                0,
                offset,
                timestamp,
                type,
                0,
                value.length,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
