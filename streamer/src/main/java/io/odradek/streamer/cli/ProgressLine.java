package io.odradek.streamer.cli;

import java.io.PrintWriter;

/** How far a long command is, in one line of a terminal; nothing where no person looks, or it is soon over. Thread-safe. */
final class ProgressLine implements AutoCloseable {
    private static final long LARGE = 20_000;

    private final PrintWriter err;
    private final boolean terminal;
    private boolean isOpen; // guarded by this
    /** What was at its end last; who reads in several threads may say so more than once. */
    private String ended = ""; // guarded by this

    ProgressLine(PrintWriter err) {
        this(err, Terminal.isStderr());
    }

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** So many of so many of these are done. */
    synchronized void at(String what, long done, long all) {
        if (done == all && ended.equals(what)) {
            return;
        }
        if (terminal && all >= LARGE) {
            isOpen = done != all;
            ended = isOpen ? "" : what;
            err.printf("\r%,d of %,d %s%s", done, all, what, isOpen ? "" : "\n");
            err.flush();
        }
    }

    /** Ends the line where it has not come to its end, so that what follows stands on its own. */
    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            err.printf("\n");
            err.flush();
        }
    }
}
