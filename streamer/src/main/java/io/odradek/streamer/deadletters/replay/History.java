package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * Which dead letters were sent again, as the marks among them say. Told first of all records, each partition's in order,
 * and then asked of each dead letter, in the same order. Keeps what {@link Offsets} keep of each of them.
 *
 * <p>Under at-least-once an image may have several dead letters, and is sent once: they have one origin and one timestamp.
 * The timestamp tells them from those of a topic that was deleted and created anew, whose offsets begin anew too; where the
 * broker gives dead letters timestamps of its own, nothing does. Not thread-safe.
 */
final class History {
    private final Map<Integer, Offsets> marked = new HashMap<>();
    private final Map<TopicPartition, Offsets> origins = new HashMap<>();
    /** Of more dead letters than one. */
    private final Set<Source> shared = new HashSet<>();
    /** Images of several dead letters that were sent again. */
    private final Set<Image> sent = new HashSet<>();

    private record Image(Source origin, long timestamp) {}

    /** Enters a record of the dead-letter topic. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        if (ReplayMark.is(record.headers())) {
            ReplayMark.of(record.headers())
                    .filter(mark -> mark.offset() < record.offset())
                    .ifPresent(mark -> {
                        marked.computeIfAbsent(record.partition(), p -> new Offsets())
                                .add(mark.offset());
                        sent(mark.image(), timestamp(record, mark.timestamp()));
                    });
        } else {
            DeadLetter.sourceOf(record.headers()).ifPresent(this::add);
        }
    }

    private static long timestamp(ConsumerRecord<byte[], byte[]> record, long ofLetter) {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME ? ConsumerRecord.NO_TIMESTAMP : ofLetter;
    }

    private void add(Source origin) {
        if (!origins.computeIfAbsent(partition(origin), p -> new Offsets()).add(origin.offset())) {
            shared.add(origin);
        }
    }

    /** Whether this dead letter has its mark. */
    boolean isMarked(int partition, long offset) {
        Offsets offsets = marked.get(partition);
        return offsets != null && offsets.contains(offset);
    }

    /** Whether the image was sent by another dead letter of it. */
    boolean isSent(Source origin, ConsumerRecord<byte[], byte[]> letter) {
        return sent.contains(new Image(origin, timestamp(letter, letter.timestamp())));
    }

    /** The image of a dead letter is sent now, or was. */
    void sent(Source origin, ConsumerRecord<byte[], byte[]> letter) {
        sent(origin, timestamp(letter, letter.timestamp()));
    }

    private void sent(Source origin, long timestamp) {
        if (shared.contains(origin)) {
            sent.add(new Image(origin, timestamp));
        }
    }

    private static TopicPartition partition(Source origin) {
        return new TopicPartition(origin.topic(), origin.partition());
    }
}
