package io.odradek.streamer.evaluation.window;

import java.util.HashMap;
import java.util.Map;

/** The counts of one window. Not thread-safe. */
final class Window {
    private final Map<Cell, Tally> cells = new HashMap<>();
    private long touched;
    private boolean untold;

    /** Sets a cell; one without images is removed. */
    void set(Cell cell, Tally tally) {
        if (tally.images() == 0) {
            cells.remove(cell);
        } else {
            cells.put(cell, tally);
        }
    }

    Tally get(Cell cell) {
        return cells.getOrDefault(cell, Tally.NONE);
    }

    Map<Cell, Tally> cells() {
        return cells;
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
