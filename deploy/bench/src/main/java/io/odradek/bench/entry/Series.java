package io.odradek.bench.entry;

import java.util.List;

/**
 * Contestants that run side by side, each in each round.
 *
 * @param name in the results
 * @param limit the net whose bare inference is measured in each round too
 * @param entries in the order of the first round
 */
public record Series(String name, NetName limit, List<Entry> entries) {
    /** Copies. */
    public Series {
        entries = List.copyOf(entries);
    }
}
