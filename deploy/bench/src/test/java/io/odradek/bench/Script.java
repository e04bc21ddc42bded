package io.odradek.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The scripts of this repository as their users run them, but for the build. Stateless. */
final class Script {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final Path DATA = Path.of("/usr/share/datasets/fashion-mnist");

    private Script() {}

    /** Skips the test where there are no images; on the build server they must be there. */
    static void needsImages() {
        boolean there = Files.exists(DATA.resolve("t10k-images-idx3-ubyte.gz"));
        assertThat(there || System.getenv("CI") == null)
                .as("Fashion-MNIST in " + DATA)
                .isTrue();
        Assumptions.assumeTrue(there, "no Fashion-MNIST in " + DATA);
    }

    /**
     * Runs one on the images.
     *
     * @param script its path in the repository
     * @param dir for what it says
     * @param status that it must end with
     * @return what it said
     */
    static String run(String script, Path dir, int status, String... options) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(ROOT.resolve(script).toString(), "--no-build", "--data", DATA.toString()));
        words.addAll(List.of(options));
        return finished(dir, status, words);
    }

    /** Runs any program. */
    static String finished(Path dir, int status, List<String> words) throws IOException, InterruptedException {
        File output = Files.createTempFile(dir, "run", ".log").toFile();
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            boolean ended = process.waitFor(20, TimeUnit.MINUTES);
            String said = Files.readString(output.toPath());
            assertThat(ended).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isEqualTo(status);
            return said;
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
