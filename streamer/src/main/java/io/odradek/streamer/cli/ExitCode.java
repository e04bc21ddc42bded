package io.odradek.streamer.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the process ends: its codes, for all commands. */
public enum ExitCode {
    /** Done. */
    DONE(0, "done; of run and evaluate: stopped without a signal"),
    /** Failed. */
    FAILED(
            1,
            "cannot start, failed, was refused, or ended by itself; check: something failed; verify: not all is accounted"
                    + " for; dlq replay: not all could be sent; replay: part of the range is gone"),
    /** Wrong usage. */
    WRONG_USAGE(2, "wrong usage or setting: another try needs another command line, variable or file"),
    /** Of the JVM, which ends so with the launcher's {@code -XX:+ExitOnOutOfMemoryError}. */
    OUT_OF_MEMORY(3, "Java's heap is too small: see -Xmx in JAVA_OPTS"),
    /** SIGHUP. */
    HUNG_UP(129, "stopped by SIGHUP"),
    /** SIGINT. */
    INTERRUPTED(130, "stopped by Ctrl-C (SIGINT)"),
    /** SIGTERM. */
    TERMINATED(143, "stopped by SIGTERM");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What the shell sees. */
    public int code() {
        return code;
    }

    /** For people. */
    public String meaning() {
        return meaning;
    }

    /** All in one line, for {@code --help}. */
    static String line() {
        return "Exit codes: "
                + Arrays.stream(values())
                        .map(exit -> exit.code + " " + exit.meaning)
                        .collect(Collectors.joining("; ")) + ".";
    }
}
