package io.odradek.streamer.guarantee;

import io.odradek.streamer.cli.ExitCode;
import java.util.Set;

/**
 * How a streamer ended by itself.
 *
 * @param streamer its place in the fleet
 * @param code its exit code
 * @param isCrash whether its JVM gave up, as no fault makes it do: what the brokers do to a streamer ends it in order
 * @param lastLine what it said last
 */
record Exit(int streamer, int code, boolean isCrash, String lastLine) {
    /** SIGILL, SIGABRT, SIGBUS, SIGFPE and SIGSEGV, of which the first that is not the JVM's own makes it abort. */
    private static final Set<Integer> SIGNALS = Set.of(128 + 4, 128 + 6, 128 + 7, 128 + 8, 128 + 11);

    /** In each report of a crash, also where native memory ran out, which ends with 1. */
    private static final String REPORT = "Java Runtime Environment";

    /** @param output all that the streamer said */
    static Exit of(int streamer, int code, String output) {
        boolean isCrash = code == ExitCode.OUT_OF_MEMORY.code()
                || SIGNALS.contains(code)
                || output.lines().anyMatch(line -> line.startsWith("# ") && line.contains(REPORT));
        return new Exit(
                streamer,
                code,
                isCrash,
                output.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second));
    }

    @Override
    public String toString() {
        return "streamer " + streamer + " ended with " + code + ": " + lastLine;
    }
}
