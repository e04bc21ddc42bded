package io.odradek.streamer.metrics;

/**
 * What the histograms of latencies are.
 *
 * @param isNative whether they are native histograms too
 * @param hasExemplars whether traced images are named in them; without, no class of a tracing library is looked for
 */
public record HistogramKind(boolean isNative, boolean hasExemplars) {
    /** Classic ones alone. */
    public static final HistogramKind CLASSIC = new HistogramKind(false, false);
}
