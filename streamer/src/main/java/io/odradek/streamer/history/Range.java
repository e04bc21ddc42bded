package io.odradek.streamer.history;

/**
 * Offsets of a partition.
 *
 * @param from the first, at least 0
 * @param to behind the last, at least {@code from}
 */
public record Range(long from, long to) {
    /** How many. */
    public long size() {
        return to - from;
    }

    /** Whether an offset is one of them. */
    public boolean contains(long offset) {
        return offset >= from && offset < to;
    }
}
