package io.odradek.quickstart.process;

import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running child and everything it started. Made by {@link Children}. Thread-safe. */
public final class ChildProcess {
    private static final int SIGINT_STATUS = 130;
    private static final int LINES_OF_LOG = 3;
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);

    private final Command command;
    private final Process process;

    ChildProcess(Command command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for its end.
     *
     * @param patience how long at most
     * @param meanwhile called several times a second; what it throws ends the wait
     * @return the exit status; 128 + n when signal n killed it
     * @throws Failure when {@code patience} is over; the child is stopped then
     */
    public int await(Duration patience, Runnable meanwhile) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            meanwhile.run();
            if (System.nanoTime() > deadline) {
                stop(Duration.ofSeconds(2));
                throw new Failure(
                        command.name() + " was stopped: not done after " + patience.toSeconds() + " s" + seeLog());
            }
        }
        return process.exitValue();
    }

    /** Like {@link #await}, and expects status 0. */
    public void awaitSuccess(Duration patience, Runnable meanwhile) throws InterruptedException {
        if (await(patience, meanwhile) != 0) {
            throw failed();
        }
    }

    /** Throws the reason when it has ended, whatever its status. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw failed();
        }
    }

    /** Why it ended, for the person at the terminal: status, last lines of its log, path of the log. */
    public Failure failed() {
        int status = process.exitValue();
        if (status == SIGINT_STATUS) {
            return Failure.interrupted();
        }
        boolean hasSpoken = command.log() == null && status > 0 && status < 128;
        return hasSpoken
                ? Failure.alreadySaid()
                : new Failure(command.name() + " ended with status " + status + lastLines() + seeLog());
    }

    /** Asks for a clean end with SIGTERM, without waiting. */
    public void terminate() {
        // Not Process.destroy(): that also closes streams.
        process.toHandle().destroy();
    }

    /**
     * Stops it and all its descendants: SIGTERM, then SIGKILL for what is left after {@code grace}. Returns when they are
     * gone, at most a second after {@code grace}.
     */
    public void stop(Duration grace) {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroy);
        awaitEnd(family, grace);
        // Again, because a dying parent may have started another child.
        List<ProcessHandle> left = Stream.concat(family.stream(), family().stream())
                .filter(ProcessHandle::isAlive)
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(left, AFTER_KILL);
    }

    private List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>();
        family.add(process.toHandle());
        family.addAll(process.descendants().toList());
        return family;
    }

    private static void awaitEnd(List<ProcessHandle> handles, Duration patience) {
        CompletableFuture<?>[] ends =
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The caller looks at who is left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String lastLines() {
        Path log = command.log();
        if (log == null) {
            return "";
        }
        List<String> lines = tail(log, LINES_OF_LOG);
        return lines.isEmpty() ? "" : ": " + String.join(" | ", lines);
    }

    /** Where its log is, in brackets; empty when it has none. */
    public String seeLog() {
        @Nullable Path log = command.log();
        return log == null ? "" : " (log: " + log + ")";
    }

    /** The last {@code count} lines that are not blank. */
    static List<String> tail(Path file, int count) {
        try {
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(String::strip)
                    .toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
