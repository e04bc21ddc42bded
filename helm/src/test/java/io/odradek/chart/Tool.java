package io.odradek.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Other programs. Missing, they skip a test and say why; under {@code CI=true} they fail it. Stateless. */
final class Tool {
    private static final long MINUTES = 3;

    private Tool() {}

    /**
     * How a program ended.
     *
     * @param output both of its streams
     */
    record Result(int exitCode, String output) {
        /** Its output. @throws AssertionError when it failed */
        String succeeded() {
            Assertions.assertEquals(0, exitCode, output);
            return output;
        }
    }

    /** Runs a program to its end. */
    static Result run(Path directory, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end: " + output);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What must be on the PATH. */
    static void need(String program, String option) {
        boolean there;
        try {
            there = run(Path.of("."), Map.of(), List.of(program, option)).exitCode() == 0;
        } catch (UncheckedIOException e) {
            there = false;
        }
        need(there, program + " is not installed");
    }

    /** What must be so. */
    static void need(boolean there, String reason) {
        if (there) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason + ", and under CI=true no test may be skipped: run deploy/verify.sh as root");
        }
        System.err.println("Skipped: " + reason + " (deploy/verify.sh installs it)");
        Assumptions.abort(reason);
    }
}
