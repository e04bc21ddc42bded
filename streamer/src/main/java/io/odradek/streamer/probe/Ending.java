package io.odradek.streamer.probe;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the process that tried a file has ended.
 *
 * @param exitCode as Java has it
 * @param output the lines that it printed
 */
record Ending(int exitCode, List<String> output) {
    /** How Java begins to tell that native code failed. */
    private static final String FATAL = "# A fatal error";

    /** A shell says 128 and the signal, and so does Java. */
    private static final int SIGNALLED = 128;
    /** By the kernel, when memory is short, or by somebody: SIGKILL. Its own limits end it in other ways. */
    private static final int KILLED = SIGNALLED + 9;
    /** It has used up its time: SIGXCPU. */
    private static final int TIME_IS_UP = SIGNALLED + 24;

    /** Copies the list. */
    Ending {
        output = List.copyOf(output);
    }

    /** Whether its limit of processor time ended it. */
    boolean isTimeUp() {
        return exitCode == TIME_IS_UP;
    }

    /**
     * Passes a file that was admitted.
     *
     * @param bytes that the file could take
     * @throws RefusedException says why it was not, or what became of the process instead
     */
    void judge(long bytes) throws RefusedException {
        if (exitCode == KILLED) {
            throw RefusedException.forNow(
                    Stage.PROBE, "the process that tries it was killed (code " + exitCode + "): is memory short?");
        }
        @Nullable Verdict verdict = Verdict.of(output);
        if (exitCode == 0 && verdict instanceof Verdict.Admitted) {
            return;
        }
        if (exitCode == 0 && verdict instanceof Verdict.Refused no) {
            throw new RefusedException(no.stage(), no.why());
        }
        boolean isCrash = exitCode > SIGNALLED || output.stream().anyMatch(line -> line.startsWith(FATAL));
        String where = output.stream()
                .filter(line -> line.startsWith("# C ") || line.startsWith("Error"))
                .findFirst()
                .map(line -> ": " + OneLine.of(line))
                .orElse("");
        throw new RefusedException(
                Stage.PROBE,
                (isCrash
                                ? "the runtime crashes on it, or takes more than " + (bytes >> 20) + " MiB"
                                : "the process that tries it ends without a verdict")
                        + " (code " + exitCode + where + ")");
    }
}
