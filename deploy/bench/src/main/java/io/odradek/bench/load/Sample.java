package io.odradek.bench.load;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the first streamer was at one moment.
 *
 * @param second since the sampler began
 * @param residentBytes memory in the operating system's eyes
 * @param heapBytes used, garbage among it; null when {@code /metrics} did not answer
 * @param files open file descriptors
 * @param sent images in the topic
 * @param answered answers that came
 * @param rebalances of all its consumers since its start; null when {@code /metrics} did not answer
 * @param p99Millis of what was answered since the sample before; null when nothing was
 */
public record Sample(
        double second,
        Phase phase,
        long residentBytes,
        @Nullable Long heapBytes,
        int threads,
        int files,
        long sent,
        long answered,
        @Nullable Long rebalances,
        @Nullable Double p99Millis) {
    private static final long MEBI = 1 << 20;

    /** Images that wait for their answer. */
    public long lag() {
        return Math.max(0, sent - answered);
    }

    /** Memory in MiB. */
    public double residentMebibytes() {
        return (double) residentBytes / MEBI;
    }

    /** For people. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%5.0f s  %-8s  sent %,d  waiting %,d  RSS %.0f MiB  heap %s  threads %d  files %d  rebalances %s  p99 %s",
                second,
                phase,
                sent,
                lag(),
                residentMebibytes(),
                heapBytes == null ? "?" : heapBytes / MEBI + " MiB",
                threads,
                files,
                rebalances == null ? "?" : rebalances,
                p99Millis == null ? "-" : String.format(Locale.ROOT, "%,.0f ms", p99Millis));
    }
}
