package io.odradek.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run of {@code deploy/quickstart.sh}, without its build, in a directory of its own. */
final class Script implements AutoCloseable {
    static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path dir;
    private final Process process;

    private Script(Path dir, Process process) {
        this.dir = dir;
        this.process = process;
    }

    /** Starts it; its results and logs go to {@code dir}/out. */
    static Script start(Path dir, Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(withoutIgnoredInterrupts());
        words.addAll(List.of("bash", HOME.resolve("deploy/quickstart.sh").toString(), "--no-build"));
        words.addAll(List.of("--out", dir.resolve("out").toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(dir.toFile())
                .redirectOutput(dir.resolve("stdout").toFile())
                .redirectError(dir.resolve("stderr").toFile());
        // No browser opens on a developer's screen.
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        builder.environment().putAll(environment);
        try {
            return new Script(dir, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path out(String name) {
        return dir.resolve("out").resolve(name);
    }

    String stdout() {
        return read(dir.resolve("stdout"));
    }

    String stderr() {
        return read(dir.resolve("stderr"));
    }

    /** Waits until {@code text} appears on the terminal. */
    void awaitOutput(String text) {
        await().atMost(PATIENCE).until(() -> (stdout() + stderr()).contains(text) || !process.isAlive());
        assertThat(stdout() + stderr()).contains(text);
    }

    /** Waits for its end; returns its status. */
    int awaitEnd() throws InterruptedException {
        return awaitEnd(PATIENCE);
    }

    int awaitEnd(Duration patience) throws InterruptedException {
        assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                .as("ends within %s: %s%s", patience, stdout(), stderr())
                .isTrue();
        return process.exitValue();
    }

    /** Sends a signal to the script's process alone, as {@code kill} does. */
    void signal(String name) throws Exception {
        signal(name, process.pid());
    }

    static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Every living process that this run started: each has a path of its directory on its command line. */
    List<String> processes() {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> p.getFileName().toString().matches("[0-9]+"))
                    .map(p -> commandLine(p.resolve("cmdline")))
                    .filter(line -> line.contains(dir.toString()))
                    .toList();
        } catch (IOException e) {
            return ProcessHandle.allProcesses()
                    .map(p -> p.info().commandLine().orElse(""))
                    .filter(line -> line.contains(dir.toString()))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A job in the background of a shell ignores SIGINT and so do its children; this test may run in one. */
    private static List<String> withoutIgnoredInterrupts() {
        return Files.isExecutable(Path.of("/usr/bin/env"))
                        && System.getProperty("os.name").equals("Linux")
                ? List.of("env", "--default-signal=INT")
                : List.of();
    }

    private static String commandLine(Path file) {
        try {
            return Files.readString(file).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
