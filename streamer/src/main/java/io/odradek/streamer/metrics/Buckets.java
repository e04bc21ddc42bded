package io.odradek.streamer.metrics;

/** Where the classes of histograms end; the last one, to infinity, is added by Prometheus. */
enum Buckets {
    /** Seconds, useful from 100 microseconds to 10 seconds. */
    LATENCY(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    /** Images. */
    BATCH(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
    /** The ten equal ones of {@code odradek.reference}. */
    TENTHS(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1);

    @SuppressWarnings("ImmutableEnumChecker") // Copied where it is given away.
    private final double[] bounds;

    Buckets(double... bounds) {
        this.bounds = bounds;
    }

    double[] bounds() {
        return bounds.clone();
    }
}
