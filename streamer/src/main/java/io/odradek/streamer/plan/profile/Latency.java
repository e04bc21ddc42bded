package io.odradek.streamer.plan.profile;

/**
 * Latencies that were measured at one load.
 *
 * @param load share of what the threads answer at full load, 0.01 to 1
 * @param p50Millis half of the images took at most so long, 0 to 3600000
 * @param p99Millis 99 of 100, not less than that
 */
public record Latency(double load, double p50Millis, double p99Millis) {
    private static final double LEAST_LOAD = 0.01;
    private static final double MOST_MILLIS = 3_600_000;

    /** Checks. @throws IllegalArgumentException names the field, its value and what is allowed */
    void check(String field, double loadBefore) {
        Allowed.range(field + ".load", load, LEAST_LOAD, 1);
        if (load <= loadBefore) {
            throw new IllegalArgumentException(field + ".load is " + Allowed.plain(load) + ", allowed: more than "
                    + Allowed.plain(loadBefore) + ", the load before it");
        }
        Allowed.range(field + ".p50Millis", p50Millis, 0, MOST_MILLIS);
        Allowed.range(field + ".p99Millis", p99Millis, p50Millis, MOST_MILLIS);
    }
}
