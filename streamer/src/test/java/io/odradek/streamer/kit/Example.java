package io.odradek.streamer.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of {@code deploy/examples}, run by the very command in its head, in the root of the repository. What is
 * missing skips the test, or fails it under {@code CI=true}.
 *
 * @param file its name
 * @param path programs that the command finds first
 */
public record Example(String file, String path) {
    private static final List<String> FILES = List.of("classify.sh", "classify.py", "classify.js", "Classify.java");

    /** What stands in a command for a broker and files. */
    private static final String ARGUMENTS = " localhost:9092 sneaker.png";

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long PATIENCE_SECONDS = 120;

    /** What a program printed. */
    public record Run(int exitCode, List<String> lines, String errors) {}

    /** All of them, with what they need that is not the machine's. */
    public static List<Example> install() {
        ForeignProducers clients = ForeignProducers.install();
        Requirement.need(ForeignProducers.run(List.of("kcat", "-V")).worked(), "kcat is not installed");
        Path python = Path.of(clients.python());
        String first = python.isAbsolute() ? python.getParent() + File.pathSeparator : "";
        String java = Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator;
        String path = java + first + System.getenv("PATH");
        return FILES.stream().map(file -> new Example(file, path)).toList();
    }

    /** The program's text. */
    public String text() {
        try {
            return Files.readString(ROOT.resolve("deploy").resolve("examples").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command in its head, without the indentation. */
    public String command() {
        return text().lines()
                .filter(line -> line.endsWith(ARGUMENTS))
                .map(line -> line.replaceFirst("^(#|//)?\\s+", ""))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no command that ends with" + ARGUMENTS));
    }

    /** Starts it. */
    public Running start(String bootstrapServers, List<String> images) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", command().replace(ARGUMENTS, " \"$@\""), file));
        command.add(bootstrapServers);
        command.addAll(images);
        try {
            Path out = Files.createTempFile("odradek-example-", ".out");
            Path err = Files.createTempFile("odradek-example-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Map<String, String> environment = builder.environment();
            environment.put("PATH", path);
            environment.put("NODE_PATH", ForeignProducers.nodeModules().toString());
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program at work. */
    public record Running(Process process, Path out, Path err) implements AutoCloseable {
        /** Waits for the end. */
        public Run await() {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the example does not end: " + Files.readString(err));
                }
                return new Run(process.exitValue(), Files.readAllLines(out), Files.readString(err));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
