package io.odradek.streamer.trial;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionReader;
import io.odradek.streamer.message.Source;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a streamer said of an image, read from the topic that it wrote to. */
sealed interface Answer {
    /**
     * It was classified.
     *
     * @param label the most probable class
     * @param index its index
     * @param probabilities {@code [classes]}; not copied, read only
     * @param model the model that answered
     * @param source the image
     */
    record Predicted(String label, int index, float[] probabilities, ModelRef model, Source source) implements Answer {
        /** The prediction in a record; none where somebody else wrote something else. */
        static Optional<Predicted> read(ConsumerRecord<byte[], byte[]> record) {
            return PredictionReader.read(record.value()).map(Predicted::of);
        }

        private static Predicted of(Prediction prediction) {
            return new Predicted(
                    prediction.label(),
                    prediction.index(),
                    prediction.probabilities(),
                    prediction.model(),
                    prediction.source());
        }
    }

    /**
     * It was rejected.
     *
     * @param reason the typed reason, a code
     * @param message why, in words
     */
    record Refused(String reason, String message) implements Answer {
        /** What a dead letter says, if it is one of the image at this place. */
        static Optional<Refused> read(ConsumerRecord<byte[], byte[]> letter, Source source) {
            return DeadLetter.sourceOf(letter.headers())
                    .filter(source::equals)
                    .map(own -> new Refused(
                            DeadLetter.text(letter.headers(), DeadLetter.REASON),
                            DeadLetter.text(letter.headers(), DeadLetter.MESSAGE)));
        }
    }
}
