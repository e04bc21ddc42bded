package io.odradek.streamer.cli;

import java.io.PrintWriter;

/** How far a long command is, in one line of a terminal; nothing where no person looks, or it is soon over. */
final class ProgressLine {
    private static final long LARGE = 20_000;

    private final PrintWriter err;
    private final boolean terminal = Terminal.isStderr();

    ProgressLine(PrintWriter err) {
        this.err = err;
    }

    /** So many of so many of these are done. */
    void at(String what, long done, long all) {
        if (terminal && all >= LARGE) {
            err.printf("\r%,d of %,d %s%s", done, all, what, done == all ? "\n" : "");
            err.flush();
        }
    }
}
