package io.odradek.streamer.kit;

import io.odradek.streamer.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The streamer as its users start it: {@code streamer/bin/streamer}, a process of its own. */
public final class StreamerProcess implements AutoCloseable {
    private static final Path LAUNCHER = Path.of("bin", "streamer").toAbsolutePath();

    private final Process process;
    private final Path log;

    private StreamerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Without the probe of models, as in {@link Cluster#settings}, unless the environment asks for it. */
    public static StreamerProcess start(Path log, Map<String, String> environment, List<String> arguments) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent(Setting.MODEL_PROBE_SECONDS.environmentVariable(), "0");
        return start(LAUNCHER, log, all, arguments);
    }

    /** With any launcher, and all as users have it. */
    public static StreamerProcess start(
            Path launcher, Path log, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // A command line of 8,000 characters more: with it, ONNX Runtime would overflow a stack of the usual size.
        String own = "-XX:TieredStopAtLevel=1 -Dpadding=" + "x".repeat(8_000);
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_OPTS", own + " " + environment.getOrDefault("JAVA_OPTS", "-Xmx256m"));
        try {
            return new StreamerProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** A signal that Java has no name for: STOP or CONT. */
    public void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " failed with " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGTERM; the exit code. */
    public int terminate() {
        process.destroy();
        return exitCode();
    }

    /** Waits for the end. */
    public int exitCode() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the streamer does not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Memory of the process that is in RAM, as Linux counts it. */
    public long residentBytes() {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        try (Stream<String> lines = Files.lines(status)) {
            String resident =
                    lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(resident.replaceAll("[^0-9]", "")) << 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time so far, with that of the launcher, as Linux counts it: in hundredths of a second. */
    public Duration processorTime() {
        return processorTime(Path.of("/proc", String.valueOf(process.pid())));
    }

    /** What the process's threads have used whose names begin so, as far as they are alive; to 10 ms each. */
    public Duration processorTime(Set<String> threads) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            return tasks.filter(task -> threads.stream().anyMatch(read(task.resolve("comm"))::startsWith))
                    .map(StreamerProcess::processorTime)
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration processorTime(Path task) {
        String stat = read(task.resolve("stat"));
        // Behind the name, which may hold anything: state is the 3rd field, the times are the 14th to 17th.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return Duration.ofMillis(10 * ticks);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
