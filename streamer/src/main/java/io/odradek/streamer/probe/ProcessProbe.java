package io.odradek.streamer.probe;

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

/**
 * Tries each file in a JVM of its own, with half of the memory that is left and a limited time. Whatever the runtime does
 * there, this process hears of it as a verdict. Thread-safe.
 */
public final class ProcessProbe implements Probe {
    private static final long LOOK_MILLIS = 20;
    /** To die of SIGKILL; a stop of the streamer must not wait for more. */
    private static final Duration END = Duration.ofSeconds(2);

    private static final int MAX_OUTPUT = 1 << 16;
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
            Ending ending = new Ending(process.exitValue(), output(scratch));
            if (ending.isTimeUp()) {
                throw tooSlow();
            }
            ending.judge(bytes);
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
