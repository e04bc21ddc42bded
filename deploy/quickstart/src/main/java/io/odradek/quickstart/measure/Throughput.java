package io.odradek.quickstart.measure;

import java.util.Collection;

/**
 * How fast images went through: from the timestamp of the first image to the receipt of the last prediction.
 *
 * @param images predictions received
 * @param seconds the time between, above 0
 */
public record Throughput(int images, double seconds) {
    /** Measured over these predictions, of which there is at least one. */
    public static Throughput of(Collection<Prediction> predictions) {
        long first = predictions.stream()
                .mapToLong(Prediction::imageTimestampMillis)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no prediction was received"));
        long last =
                predictions.stream().mapToLong(Prediction::receivedMicros).max().getAsLong();
        return new Throughput(predictions.size(), Math.max(1, last - first * 1000) / 1e6);
    }

    /** Images in a second. */
    public double imagesPerSecond() {
        return images / seconds;
    }
}
