package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Replayed;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A dead letter that is to be settled.
 *
 * @param letter as it was read
 * @param origin which image it was
 * @param isSent whether its image is sent, or it only gets its mark because the image has been sent already
 */
record Outgoing(ConsumerRecord<byte[], byte[]> letter, Source origin, boolean isSent) {
    private static final int MARK_BYTES = 500;
    private static final int MOST_DIGITS = 9;

    /** What a dead letter got beside its image's headers; the image may have some of its own, before these. */
    private static final List<String> ADDED =
            List.of(DeadLetter.REASON, DeadLetter.MESSAGE, DeadLetter.TOPIC, DeadLetter.PARTITION, DeadLetter.OFFSET);

    /**
     * The image as it was received, for the partition where it was, with the headers of {@link Replayed}.
     *
     * @param keepsTimestamp whether it has the dead letter's timestamp, and not the time of sending
     */
    ProducerRecord<byte[], byte[]> image(boolean keepsTimestamp) {
        Long timestamp = keepsTimestamp && letter.timestamp() >= 0 ? letter.timestamp() : null;
        return new ProducerRecord<>(
                origin.topic(), origin.partition(), timestamp, letter.key(), letter.value(), headers());
    }

    /** Its mark, which lies behind it in its partition. */
    ProducerRecord<byte[], byte[]> mark() {
        return new ProducerRecord<>(
                letter.topic(),
                letter.partition(),
                // Of a compacted topic each record needs a key, and none may be without value.
                utf8(place().toString()),
                new byte[0],
                new ReplayMark(letter.offset(), letter.timestamp(), origin).headers());
    }

    /** Where it lies in the dead-letter topic. */
    Source place() {
        return new Source(letter.topic(), letter.partition(), letter.offset());
    }

    /** About what it takes in memory. */
    long bytes() {
        return (long) MARK_BYTES + Math.max(0, letter.serializedKeySize()) + Math.max(0, letter.serializedValueSize());
    }

    /** How often an image was sent again before it became a dead letter. */
    static int times(Headers headers) {
        String times = DeadLetter.text(headers, Replayed.TIMES);
        return times.matches("\\d{1," + MOST_DIGITS + "}") ? Integer.parseInt(times) : 0;
    }

    private Headers headers() {
        Headers headers = new RecordHeaders();
        List<Header> received = List.of(letter.headers().toArray());
        for (int i = 0; i < received.size(); i++) {
            if (!isAdded(received, i)) {
                headers.add(received.get(i));
            }
        }
        int times = times(headers);
        String image = first(headers, Replayed.IMAGE).orElse(origin.toString());
        String time = first(headers, Replayed.TIME)
                .orElse(Instant.ofEpochMilli(letter.timestamp()).toString());
        put(headers, Replayed.LETTER, place().toString());
        put(headers, Replayed.TIMES, String.valueOf(times + 1));
        put(headers, Replayed.IMAGE, image);
        put(headers, Replayed.TIME, time);
        return headers;
    }

    private static boolean isAdded(List<Header> headers, int index) {
        String key = headers.get(index).key();
        return ADDED.contains(key)
                && headers.subList(index + 1, headers.size()).stream()
                        .noneMatch(later -> later.key().equals(key));
    }

    /** What an earlier replay wrote there. */
    private static Optional<String> first(Headers headers, String name) {
        return times(headers) == 0 || headers.lastHeader(name) == null
                ? Optional.empty()
                : Optional.of(DeadLetter.text(headers, name));
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
