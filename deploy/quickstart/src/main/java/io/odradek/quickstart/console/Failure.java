package io.odradek.quickstart.console;

import org.jspecify.annotations.Nullable;

/** A reason to stop that fits on one line: what, where, what to do. Not a bug, so nobody needs its stack trace. */
public final class Failure extends RuntimeException {
    private final int status;

    /** A failure that ends the run with exit status 1. */
    public Failure(String message) {
        this(message, 1, null);
    }

    /** A failure that ends the run with exit status 1 and whose cause {@code --verbose} shows. */
    public Failure(String message, Throwable cause) {
        this(message, 1, cause);
    }

    private Failure(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Ctrl-C reached a child before it reached this process: the run was stopped, nothing failed. */
    public static Failure interrupted() {
        return new Failure("interrupted", 130, null);
    }

    /** A child process that shares this console has just said on one line what is wrong: there is nothing to add. */
    public static Failure alreadySaid() {
        return new Failure("", 1, null);
    }

    /** The exit status of the whole run. */
    public int status() {
        return status;
    }

    /** Whether the console already shows the reason. */
    public boolean isAlreadySaid() {
        return "".equals(getMessage());
    }
}
