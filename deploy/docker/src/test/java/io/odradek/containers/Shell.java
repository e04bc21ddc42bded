package io.odradek.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands in the checkout, as people type them. */
final class Shell {
    /** Of the checkout. */
    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final long MOST_MINUTES = 10;

    private Shell() {}

    /** What a command that must succeed writes to standard output. */
    static String run(List<String> command) {
        return run(command, Map.of());
    }

    static String run(List<String> command, Map<String, String> environment) {
        Result result = attempt(command, environment);
        if (result.exit() != 0) {
            throw new AssertionError(command + " ended with " + result.exit() + ":\n" + result.out() + result.err());
        }
        return result.out();
    }

    /** How a command ended. */
    record Result(int exit, String out, String err) {}

    static Result attempt(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("odradek-out", ".txt");
            Path err = Files.createTempFile("odradek-err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " is not done after " + MOST_MINUTES + " minutes");
            }
            Result result = new Result(process.exitValue(), read(out), read(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
