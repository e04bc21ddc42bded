package io.odradek.streamer.trial;

/** What became of a try. */
public sealed interface TrialOutcome {
    /**
     * The image was answered.
     *
     * @param json what is known of it, as one JSON object
     */
    record Answered(String json) implements TrialOutcome {}

    /**
     * Kafka has the image, and nobody answered in time.
     *
     * @param why in one line
     */
    record NoAnswer(String why) implements TrialOutcome {}

    /**
     * Kafka does not take it as it is too large.
     *
     * @param why in one line
     */
    record TooLarge(String why) implements TrialOutcome {}

    /**
     * It cannot be sent, or its outcome cannot be read.
     *
     * @param why in one line
     */
    record Unavailable(String why) implements TrialOutcome {}
}
