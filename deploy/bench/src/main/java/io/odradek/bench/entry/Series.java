package io.odradek.bench.entry;

import java.util.List;

/**
 * Contestants that run side by side, each in each round.
 *
 * @param name in the results
 * @param limits nets whose bare inference is measured in each round too
 * @param entries in the order of the first round
 */
public record Series(String name, List<NetName> limits, List<Entry> entries) {
    /** Copies. */
    public Series {
        limits = List.copyOf(limits);
        entries = List.copyOf(entries);
    }
}
