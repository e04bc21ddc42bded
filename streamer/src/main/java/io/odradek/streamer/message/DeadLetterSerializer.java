package io.odradek.streamer.message;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A dead letter's value, untouched; a tombstone stays a tombstone. */
public final class DeadLetterSerializer implements Serializer<DeadLetter> {
    @Override
    @SuppressWarnings("NullAway") // Kafka's serializers give null for a tombstone; their interface is not annotated.
    public byte @Nullable [] serialize(String topic, DeadLetter letter) {
        return letter.value();
    }
}
