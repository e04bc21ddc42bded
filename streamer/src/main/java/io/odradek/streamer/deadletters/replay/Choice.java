package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.deadletters.Letter;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which dead letters are chosen, and what is to become of each.
 *
 * @param order what is chosen
 * @param images this streamer's topics of images
 * @param partitions how many each of them has, without those that do not exist
 * @param history what was sent before; is told what is sent now
 */
record Choice(Order order, List<String> images, Map<String, Integer> partitions, History history) {
    /** Whether a dead letter is chosen. */
    boolean isChosen(ConsumerRecord<byte[], byte[]> letter) {
        return order.range().contains(letter.partition(), letter.offset(), letter.timestamp())
                && (order.reasons().isEmpty() || order.reasons().contains(Letter.reason(letter.headers())));
    }

    /** Learns of a dead letter that is not chosen whether its image was sent. */
    void passBy(ConsumerRecord<byte[], byte[]> letter) {
        if (history.isMarked(letter.partition(), letter.offset())) {
            DeadLetter.sourceOf(letter.headers()).ifPresent(image -> history.sent(image, letter));
        }
    }

    /** What becomes of a chosen dead letter, so far as it is known before it is sent: {@link Fate#SENT} is to be tried. */
    Fate fate(ConsumerRecord<byte[], byte[]> letter) {
        Optional<Source> origin = DeadLetter.sourceOf(letter.headers());
        if (history.isMarked(letter.partition(), letter.offset())) {
            passBy(letter);
            return Fate.SENT_BEFORE;
        }
        return origin.map(image -> fate(letter, image)).orElse(Fate.NO_ORIGIN);
    }

    private Fate fate(ConsumerRecord<byte[], byte[]> letter, Source origin) {
        if (!images.contains(origin.topic())) {
            return Fate.OTHER_TOPIC;
        }
        int count = partitions.getOrDefault(origin.topic(), 0);
        if (origin.partition() >= count) {
            return count == 0 ? Fate.NO_TOPIC : Fate.NO_PARTITION;
        }
        if (letter.value() == null && letter.headers().lastHeader(DeadLetter.OMITTED) != null) {
            return Fate.LEFT_OUT;
        }
        if (Outgoing.times(letter.headers()) >= order.attempts()) {
            return Fate.REFUSED_AGAIN;
        }
        if (history.isSent(origin, letter)) {
            return Fate.REPEATED;
        }
        history.sent(origin, letter);
        return Fate.SENT;
    }
}
