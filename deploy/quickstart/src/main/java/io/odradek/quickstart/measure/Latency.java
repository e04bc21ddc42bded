package io.odradek.quickstart.measure;

import java.util.Arrays;
import java.util.Collection;

/**
 * A distribution of latencies in milliseconds. Percentiles are nearest-rank: each is a latency that really occurred.
 *
 * @param sorted ascending, at least one
 */
public record Latency(double[] sorted) {
    /** Copies and sorts. */
    public Latency {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no latency was measured");
        }
        sorted = sorted.clone();
        Arrays.sort(sorted);
    }

    /** The latencies of these predictions. */
    public static Latency of(Collection<Prediction> predictions) {
        return new Latency(
                predictions.stream().mapToDouble(Prediction::latencyMillis).toArray());
    }

    /**
     * The smallest latency that at least {@code percent} of all do not exceed.
     *
     * @param percent above 0, at most 100
     */
    public double percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent is " + percent + ", must be above 0 and at most 100");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(1, rank) - 1];
    }

    /** The median. */
    public double p50() {
        return percentile(50);
    }

    /** 95 percent are at most this. */
    public double p95() {
        return percentile(95);
    }

    /** 99 percent are at most this. */
    public double p99() {
        return percentile(99);
    }

    /** The longest. */
    public double max() {
        return sorted[sorted.length - 1];
    }

    /** How many lie in each of {@code bins} equal intervals from 0 to {@code limit}; the last takes all beyond it. */
    public int[] histogram(int bins, double limit) {
        int[] counts = new int[bins];
        for (double latency : sorted) {
            int bin = (int) (latency / limit * bins);
            counts[Math.max(0, Math.min(bins - 1, bin))]++;
        }
        return counts;
    }
}
