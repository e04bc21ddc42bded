package io.odradek.quickstart.measure;

/**
 * A prediction as it was received.
 *
 * @param source the image it answers
 * @param partition where the prediction itself was found
 * @param label the class
 * @param confidence its probability, 0 to 1
 * @param version the version of the model that made it
 * @param imageTimestampMillis the image's timestamp, which the streamer keeps
 * @param receivedMicros when the reader had it, microseconds since 1970
 */
public record Prediction(
        Source source,
        int partition,
        String label,
        double confidence,
        String version,
        long imageTimestampMillis,
        long receivedMicros) {
    /** From the producer's timestamp to receipt; the timestamp is truncated to a millisecond, so this is up to one too long. */
    public double latencyMillis() {
        return receivedMicros / 1000.0 - imageTimestampMillis;
    }
}
