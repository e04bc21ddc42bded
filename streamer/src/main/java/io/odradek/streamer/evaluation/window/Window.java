package io.odradek.streamer.evaluation.window;

import java.util.HashMap;
import java.util.Map;

/** The counts of one window. Not thread-safe. */
final class Window {
    private final Map<Cell, Tally> cells = new HashMap<>();
    private long bytes;
    private long touched;
    private boolean untold;
    private boolean closed;

    /**
     * Sets a cell; one without images is removed.
     *
     * @param cellBytes of the heap that the cell takes
     * @return bytes that the cells take more than before
     */
    long set(Cell cell, Tally tally, long cellBytes) {
        boolean isThere = tally.images() != 0;
        boolean wasThere = (isThere ? cells.put(cell, tally) : cells.remove(cell)) != null;
        long more = isThere == wasThere ? 0 : isThere ? cellBytes : -cellBytes;
        bytes += more;
        return more;
    }

    Tally get(Cell cell) {
        return cells.getOrDefault(cell, Tally.NONE);
    }

    Map<Cell, Tally> cells() {
        return cells;
    }

    /** Heap that the cells take, about. */
    long bytes() {
        return bytes;
    }

    /** Counts nothing more. @return bytes that the cells took */
    long close() {
        long freed = bytes;
        cells.clear();
        bytes = 0;
        closed = true;
        return freed;
    }

    /** Whether it had to go, and only its name is left. */
    boolean isClosed() {
        return closed;
    }

    void touch(long now, boolean isUntold) {
        touched = now;
        untold = isUntold;
    }

    /** When it was changed last, in milliseconds since 1970. */
    long touched() {
        return touched;
    }

    /** Whether it has changed since its record was written. */
    boolean isUntold() {
        return untold;
    }
}
