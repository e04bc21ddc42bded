package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import java.nio.file.Path;
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
 * @param warmUp images before the first
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

    /** Copies. */
    public Options {
        loads = List.copyOf(loads);
        parts = Set.copyOf(parts);
        only = Set.copyOf(only);
        variants = List.copyOf(variants);
    }
}
