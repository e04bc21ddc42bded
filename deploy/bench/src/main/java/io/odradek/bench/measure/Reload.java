package io.odradek.bench.measure;

/**
 * Latency with and without reloads, in windows that take turns.
 *
 * @param reloads in all windows together, also in those that were measured again
 * @param with windows in which the model changes
 * @param without the others
 */
public record Reload(long reloads, Latencies with, Latencies without) {
    /** 99th percentile with reloads by that without, pair by pair. */
    public Spread ratio() {
        return with.of(Latencies.Window::p99).over(without.of(Latencies.Window::p99));
    }
}
