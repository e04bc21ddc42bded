package io.odradek.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Memory as Linux counts it. Stateless. */
final class ProcessMemory {
    private static final String FIELD = "VmHWM:";
    private static final long KIBI = 1024;

    private ProcessMemory() {}

    /** The most that was resident of these processes, in bytes; empty where there is no {@code /proc}. */
    static OptionalLong resident(List<Long> pids) {
        long sum = 0;
        for (long pid : pids) {
            try {
                String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(l -> l.startsWith(FIELD))
                        .findFirst()
                        .orElse("");
                sum += KIBI * Long.parseLong(line.replaceAll("[^0-9]", ""));
            } catch (IOException | NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(sum);
    }
}
