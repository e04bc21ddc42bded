package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to do.
 *
 * @param home the checkout
 * @param out where results and logs go
 * @param images the IDX file of Fashion-MNIST's test images
 * @param model the seed net
 * @param int8 the same net in 8-bit integers
 * @param rounds how often each contestant gets a turn
 * @param turn images in the streamer's turn
 * @param warmUp images before the first, at least
 * @param longestWarmUp how long Java's compiler is waited for then
 * @param windowSeconds length of a window in which latency is measured
 * @param loads shares of the streamer's throughput at which it is measured, above 0 and below 1
 * @param parts what to run
 * @param only names of contestants; all when empty
 * @param variants further entries
 */
public record Options(
        Path home,
        Path out,
        Path images,
        Path model,
        Path int8,
        int rounds,
        int turn,
        int warmUp,
        Duration longestWarmUp,
        int windowSeconds,
        List<Double> loads,
        Set<Part> parts,
        Set<String> only,
        List<Entry> variants) {
    /** Parts of a run. */
    public enum Part {
        /** Processor time and throughput, beside limits and rivals. */
        THROUGHPUT,
        /** At half of the throughput, beside the pass-through. */
        LATENCY,
        /** What a start takes. */
        START,
        /** Latency with and without reloads. */
        RELOAD
    }

    /**
     * Copies.
     *
     * @throws IllegalArgumentException names the option that is out of range
     */
    public Options {
        require("--rounds", rounds, 1, 100);
        require("--turn", turn, 100, 10_000_000);
        require("--warm-up", warmUp, 100, 100_000_000);
        require("--window", windowSeconds, 1, 3_600);
        for (double load : loads) {
            if (!(load > 0 && load < 1)) {
                throw new IllegalArgumentException("--loads has " + load + ", allowed: above 0 and below 1");
            }
        }
        loads = List.copyOf(loads);
        parts = Set.copyOf(parts);
        only = Set.copyOf(only);
        variants = List.copyOf(variants);
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + value + ", allowed: " + least + " to " + most);
        }
    }
}
