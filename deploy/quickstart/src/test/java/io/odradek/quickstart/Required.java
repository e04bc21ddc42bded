package io.odradek.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of this machine. Missing, it skips the test and says why; under {@code CI=true} it fails it. */
public final class Required {
    private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    private Required() {}

    /** A program on the PATH. */
    public static void program(String name) {
        boolean there =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, name)));
        require(there, name + " is not installed");
    }

    /** A container engine that answers {@code docker}. */
    public static void containerEngine() {
        program("docker");
        require(answers("docker", "version"), "no container engine answers docker");
    }

    /** Fashion-MNIST, in a place where the trainer looks without being told. */
    static void fashionMnist() {
        require(Files.isDirectory(DEBIAN) || Files.isDirectory(userCache()), "Fashion-MNIST is not in " + DEBIAN);
    }

    /** Fashion-MNIST's four compressed files. */
    static Path debianFiles() {
        require(Files.isDirectory(DEBIAN), "the package dataset-fashion-mnist is not installed");
        return DEBIAN;
    }

    private static boolean answers(String... words) {
        try {
            return new ProcessBuilder(words)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(String.join(" ", words), e);
        }
    }

    private static Path userCache() {
        return Path.of(System.getProperty("user.home"), ".cache", "odradek", "fashion-mnist");
    }

    private static void require(boolean there, String reason) {
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
