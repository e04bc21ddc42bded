package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.testing.RealData;
import io.odradek.trainer.testing.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of a training, Java's heap and PyTorch's together, over its epochs. {@code -Dsoak} takes 30 whole epochs,
 * about 5 minutes on two quiet cores, in place of 20 short ones, which settle later.
 */
class MemoryIT {
    private static final boolean SOAK = System.getProperty("soak") != null;
    private static final int EPOCHS = SOAK ? 30 : 20;
    private static final int IMAGES = SOAK ? 60_000 : 3_000;
    /** Short epochs: Java's heap grew by 5.6% behind the tenth on a fast machine, and then no more. */
    private static final double ALLOWED = SOAK ? 1.05 : 1.1;

    private static final int SETTLED = SOAK ? 3 : 10;

    @TempDir
    Path dir;

    @Test
    void staysFlatOnceItHasSettled() throws Exception {
        // Given
        Requirement.need(Files.exists(Path.of("/proc/self/status")), "resident memory is read from Linux's /proc");
        RealData.directory();

        // When
        List<Long> kibibytes = residentAfterEachEpoch();

        // Then
        List<Long> settled = kibibytes.subList(SETTLED - 1, EPOCHS);
        assertThat(settled)
                .as("KiB after each epoch: " + kibibytes)
                .allSatisfy(resident ->
                        assertThat((double) resident / settled.get(0)).isLessThan(ALLOWED));
    }

    /** One epoch more than is judged: after the last the export begins at once. */
    private List<Long> residentAfterEachEpoch() throws IOException, InterruptedException {
        String words = "train --recipe seed --progress plain --epochs " + (EPOCHS + 1) + " --limit " + IMAGES;
        List<String> command = new ArrayList<>(
                List.of(Path.of("bin", "trainer").toAbsolutePath().toString()));
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of("--out", dir.resolve("model").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(dir.resolve("out.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process trainer = builder.start();
        try (BufferedReader lines = trainer.errorReader()) {
            List<Long> kibibytes = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(" done ")) {
                    kibibytes.add(resident(trainer.pid()));
                }
            }
            assertThat(trainer.waitFor()).isZero();
            assertThat(kibibytes).hasSize(EPOCHS + 1);
            return kibibytes;
        } finally {
            trainer.destroyForcibly();
        }
    }

    private static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }
}
