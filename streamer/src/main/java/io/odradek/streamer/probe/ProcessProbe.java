package io.odradek.streamer.probe;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.model.MemoryHeadroom;
import io.odradek.streamer.model.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries each file in a JVM of its own, with half of the memory that is left and a limited time. Whatever the runtime does
 * there, this process hears of it as a verdict. Thread-safe.
 */
public final class ProcessProbe implements Probe {
    private static final long LOOK_MILLIS = 20;
    /** To die of SIGKILL; a stop of the streamer must not wait for more. */
    private static final Duration END = Duration.ofSeconds(2);

    private static final int MAX_OUTPUT = 1 << 16;
    /** How Java begins to tell that native code failed. */
    private static final String FATAL = "# A fatal error";

    /** A shell says 128 and the signal, and so does Java. */
    private static final int SIGNALLED = 128;
    /** By the kernel, when memory is short, or by somebody: SIGKILL. Its own limits end it in other ways. */
    private static final int KILLED = SIGNALLED + 9;
    /** It has used up its time: SIGXCPU. */
    private static final int TIME_IS_UP = SIGNALLED + 24;
    /** On a busy machine it waits for its turn most of the time. */
    private static final int PATIENCE = 10;

    private static final int MEMORY_SHARE = 2;

    /** In place of what is not known. */
    private static final long MUCH_MEMORY = 1L << 40;

    private final Duration time;
    private final Path directory;
    private final LongSupplier memory;

    /**
     * A probe; starts nothing yet.
     *
     * @param time of the processor that it may take; ten times as much of the clock
     * @param directory below which it keeps temporary files
     */
    public ProcessProbe(Duration time, Path directory) {
        this(time, directory, new MemoryHeadroom()::bytes);
    }

    /** A probe, or none where it has no time; as {@link #ProcessProbe(Duration, Path)}. */
    public static Probe of(Duration time, Path directory) {
        return time.isZero() ? Probe.NONE : new ProcessProbe(time, directory);
    }

    /** @param memory how many bytes are left */
    ProcessProbe(Duration time, Path directory, LongSupplier memory) {
        this.time = time;
        this.directory = directory;
        this.memory = memory;
    }

    @Override
    public void check(byte[] file, BooleanSupplier stopping) throws RefusedException {
        long bytes = Math.min(memory.getAsLong(), MUCH_MEMORY) / MEMORY_SHARE;
        try (Scratch scratch = Scratch.below(directory)) {
            Process process = ProbeProcess.start(file, scratch, bytes, time);
            try {
                await(process, stopping);
            } finally {
                end(process);
            }
            judge(process.exitValue(), output(scratch), bytes);
        } catch (IOException e) {
            throw RefusedException.forNow(
                    Stage.PROBE,
                    "no process for it can be started: " + e + "; 0 does without (odradek.model.probe.seconds)");
        }
    }

    private void await(Process process, BooleanSupplier stopping) throws RefusedException {
        long start = System.nanoTime();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stopping.getAsBoolean()) {
                    throw refused("the streamer stops");
                }
                if (System.nanoTime() - start > PATIENCE * time.toNanos()) {
                    throw tooSlow();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("interrupted");
        }
    }

    /** Its files can be deleted when it is gone. */
    private static void end(Process process) {
        try {
            boolean unused = process.destroyForcibly().waitFor(END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(int exitCode, List<String> output, long bytes) throws RefusedException {
        if (exitCode == TIME_IS_UP) {
            throw tooSlow();
        }
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
        throw refused((isCrash
                        ? "the runtime crashes on it, or takes more than " + (bytes >> 20) + " MiB"
                        : "the process that tries it ends without a verdict")
                + " (code " + exitCode + where + ")");
    }

    private static List<String> output(Scratch scratch) throws IOException {
        try (InputStream in = Files.newInputStream(scratch.output())) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private RefusedException tooSlow() {
        return refused("the runtime takes more than " + time.toSeconds() + " s of the processor for it, or "
                + PATIENCE * time.toSeconds() + " s in all (odradek.model.probe.seconds)");
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Stage.PROBE, why);
    }
}
