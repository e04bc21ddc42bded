package io.odradek.bench.process;

import io.odradek.quickstart.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process holds, as Linux counts it.
 *
 * @param residentBytes memory, now
 * @param threads now
 * @param files open file descriptors, now
 */
public record Vitals(long residentBytes, int threads, int files) {
    private static final long KIBI = 1024;

    /**
     * Of a process that runs.
     *
     * @throws Failure when it has ended, or where there is no {@code /proc}
     */
    public static Vitals of(long pid) {
        Path process = Path.of("/proc/" + pid);
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new Vitals(
                    KIBI * number(status, "VmRSS:"), (int) number(status, "Threads:"), (int) descriptors.count());
        } catch (IOException | NumberFormatException e) {
            throw new Failure(
                    "cannot read " + process + ", which needs Linux and a process that runs: " + e.getMessage(), e);
        }
    }

    private static long number(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new NumberFormatException("no " + field));
    }
}
