package io.odradek.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How long other machines on the same host kept this virtual one from its processors although it had work for them, as Linux
 * counts it ("steal"), from the time at which this is made. What runs here stands still then, whatever it is. Immutable.
 */
public final class StolenTime {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_A_SECOND = 100;
    /** Of the line of all processors: its name, user, nice, system, idle, wait, interrupts and soft interrupts are before it. */
    private static final int STEAL = 8;

    private final long start = System.nanoTime();
    private final double before = seconds();

    /** The share of the time of all processors, 0 to 1; 0 on a machine of its own, and where the system does not tell. */
    public double share() {
        double elapsed = (System.nanoTime() - start) / 1e9;
        return Math.max(0, seconds() - before) / elapsed / Runtime.getRuntime().availableProcessors();
    }

    private static double seconds() {
        try (Stream<String> lines = Files.lines(STAT)) {
            return lines.findFirst().map(StolenTime::seconds).orElse(0.0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Of the first line of {@code /proc/stat}, since the machine's start. */
    static double seconds(String line) {
        String[] fields = line.strip().split(" +", -1);
        return fields.length > STEAL ? Double.parseDouble(fields[STEAL]) / TICKS_A_SECOND : 0;
    }
}
