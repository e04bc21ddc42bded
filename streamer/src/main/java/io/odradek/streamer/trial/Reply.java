package io.odradek.streamer.trial;

import io.odradek.streamer.message.Source;
import java.time.Duration;
import java.util.Locale;

/** What came of sending an image through Kafka. */
sealed interface Reply {
    /**
     * It was answered.
     *
     * @param source where it lies
     * @param value what was sent, in its envelope where there is one; not copied, read only
     * @param answer what was said
     * @param sentNanos from sending it until Kafka had it
     * @param answeredNanos from sending it until its answer was here
     */
    record Found(Source source, byte[] value, Answer answer, long sentNanos, long answeredNanos) implements Reply {}

    /**
     * It was not, in time.
     *
     * @param source where it lies
     * @param progress how far its partition has been answered, for people
     */
    record Missing(Source source, String progress) implements Reply {
        /**
         * Why, in one line.
         *
         * @param time how long was waited
         * @param state what keeps this streamer from answering, or empty
         */
        String why(Duration time, String state) {
            return String.format(
                    Locale.ROOT,
                    "no answer within %d s: %s; the image stays in topic %s, partition %d, offset %d, until its turn comes",
                    time.toSeconds(),
                    state.isEmpty() ? progress : state,
                    source.topic(),
                    source.partition(),
                    source.offset());
        }
    }
}
