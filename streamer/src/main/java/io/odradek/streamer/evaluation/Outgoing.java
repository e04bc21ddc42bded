package io.odradek.streamer.evaluation;

import io.odradek.streamer.evaluation.pairing.Arrival;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.message.DeadLetterRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What leaves a processor, by the way that it goes. */
sealed interface Outgoing {
    /**
     * To its image.
     *
     * @param arrival a prediction or a label
     */
    record Identified(Arrival arrival) implements Outgoing {}

    /**
     * To its version.
     *
     * @param judgement one
     */
    record Judged(Judgement judgement) implements Outgoing {}

    /**
     * To the dead letters.
     *
     * @param value of the label, as received
     */
    record Dead(byte @Nullable [] value) implements Outgoing {}

    /** A dead letter of that time, in milliseconds since 1970. */
    static Record<byte[], Outgoing> dead(DeadLetterRecord letter, long time) {
        return new Record<>(letter.key(), new Dead(letter.value()), time, letter.headers());
    }
}
