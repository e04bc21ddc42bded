package io.odradek.trainer.fetch;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs programs of the operating system without input. Thread-safe. */
class CommandRunner {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Whether {@code program} is on the PATH. */
    boolean exists(String program) {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs a program to its end.
     *
     * @param directory its working directory
     * @throws TrainerException when it does not start, fails or takes more than five minutes; the message ends with
     *     the last line it said
     * @throws InterruptedException when the thread is interrupted; the program is ended
     */
    void run(Path directory, List<String> command) throws InterruptedException {
        Path output = null;
        Process process = null;
        try {
            output = Files.createTempFile("odradek-command-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            builder.environment().put("LC_ALL", "C");
            process = builder.redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new TrainerException("'" + String.join(" ", command) + "' took more than " + PATIENCE);
            }
            if (process.exitValue() != 0) {
                throw new TrainerException("'" + String.join(" ", command) + "' failed: " + lastLine(output));
            }
        } catch (IOException e) {
            throw new TrainerException(
                    "cannot run '" + String.join(" ", command) + "': " + TrainerException.reasonOf(e), e);
        } finally {
            cleanUp(process, output);
        }
    }

    private static String lastLine(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("it said nothing", (first, second) -> second)
                .strip();
    }

    private static void cleanUp(@Nullable Process process, @Nullable Path output) {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new TrainerException("cannot delete " + output + ": " + TrainerException.reasonOf(e), e);
        }
    }
}
