package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.Lineup;
import io.odradek.bench.entry.Series;
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
 * @param headline how much is measured, of all but matrix and scale
 * @param matrix how much is measured of matrix and scale
 * @param brief the fewest points of matrix and scale
 * @param turn images in the streamer's turn
 * @param windowSeconds length of a window in which latency is measured
 * @param loads shares of what the streamer sustains at which it is measured, above 0 and below 1
 * @param rates at which it is measured too, in images a second
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
        Effort headline,
        Effort matrix,
        boolean brief,
        int turn,
        int windowSeconds,
        List<Double> loads,
        List<Double> rates,
        Set<Part> parts,
        Set<String> only,
        List<Entry> variants) {
    private static final double MOST_RATE = 1e6;
    private static final int SHORT_TURN = 60_000;

    /** Parts of a run. */
    public enum Part {
        /** Processor time and throughput, beside limits and rivals. */
        THROUGHPUT,
        /** At shares of what the streamer sustains, beside the pass-through. */
        LATENCY,
        /** What a start takes. */
        START,
        /** Latency with and without reloads. */
        RELOAD,
        /** Throughput by group protocol, threads and batch. */
        MATRIX,
        /** Processor time as images, partitions, payload, net and instances grow. */
        SCALE;

        /** Those of the headline. */
        public static final Set<Part> HEADLINE = Set.of(THROUGHPUT, LATENCY, START, RELOAD);
    }

    /**
     * Copies.
     *
     * @throws IllegalArgumentException names the option that is out of range
     */
    public Options {
        require("--turn", turn, 100, 10_000_000);
        require("--window", windowSeconds, 1, 3_600);
        for (double load : loads) {
            if (!(load > 0 && load < 1)) {
                throw new IllegalArgumentException("--loads has " + load + ", allowed: above 0 and below 1");
            }
        }
        for (double rate : rates) {
            if (!(rate >= 1 && rate <= MOST_RATE)) {
                throw new IllegalArgumentException("--rates has " + rate + ", allowed: 1 to 1000000");
            }
        }
        loads = List.copyOf(loads);
        rates = List.copyOf(rates);
        parts = Set.copyOf(parts);
        only = Set.copyOf(only);
        variants = List.copyOf(variants);
    }

    /** A series of those who were asked for. */
    Series chosen(Series series) {
        return new Series(
                series.name(),
                series.limits(),
                series.entries().stream().filter(this::isChosen).toList());
    }

    /** How often a window is measured at most, until neither the host of this machine nor a compiler disturbs it. */
    int windowTries() {
        return brief ? 1 : 3;
    }

    /** Images in a turn of the matrix and of bare inference, which has no compiler to wait for. */
    int shortTurn() {
        return Math.min(turn, SHORT_TURN);
    }

    boolean isChosen(Entry entry) {
        if (Lineup.isForLatency(entry) && !parts.contains(Part.LATENCY)) {
            return false;
        }
        return only.isEmpty() || only.contains(entry.name()) || variants.contains(entry);
    }

    static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + value + ", allowed: " + least + " to " + most);
        }
    }
}
