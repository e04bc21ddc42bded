package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records of a dead-letter topic. */
final class Letters {
    static final String TOPIC = "images-dlq";
    static final long TIME = 1_795_000_000_000L;

    private Letters() {}

    /** A dead letter of partition 0 that was rejected as EMPTY. */
    static ConsumerRecord<byte[], byte[]> letter(long offset, Source image) {
        return letter(offset, image, TIME);
    }

    static ConsumerRecord<byte[], byte[]> letter(long offset, Source image, long time) {
        ConsumerRecord<byte[], byte[]> letter = record(0, offset, time, new byte[10]);
        put(letter.headers(), DeadLetter.REASON, "EMPTY");
        put(letter.headers(), DeadLetter.MESSAGE, "words");
        put(letter.headers(), DeadLetter.TOPIC, image.topic());
        put(letter.headers(), DeadLetter.PARTITION, String.valueOf(image.partition()));
        put(letter.headers(), DeadLetter.OFFSET, String.valueOf(image.offset()));
        return letter;
    }

    static ConsumerRecord<byte[], byte[]> mark(long offset, long of, Source image) {
        ConsumerRecord<byte[], byte[]> mark = record(0, offset, TIME + 1, new byte[0]);
        new ReplayMark(of, TIME, image).headers().forEach(mark.headers()::add);
        return mark;
    }

    static ConsumerRecord<byte[], byte[]> record(int partition, long offset, long time, byte @Nullable [] value) {
        byte[] key = {'k'};
        return new ConsumerRecord<>(
                TOPIC,
                partition,
                offset,
                time,
                TimestampType.CREATE_TIME,
                key.length,
                value == null ? -1 : value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static Source image(long offset) {
        return new Source("images", 2, offset);
    }
}
