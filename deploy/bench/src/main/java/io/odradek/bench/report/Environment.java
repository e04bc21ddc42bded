package io.odradek.bench.report;

import io.odradek.bench.process.StolenTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where it was measured.
 *
 * @param at when the run ended
 * @param processor its name
 * @param cpus how many Java sees
 * @param load mean number of programs that wanted a processor in the last minute, this run's among them
 * @param stolen share of the processors' time during the run that other machines on the same host took, 0 to 1
 */
public record Environment(
        String at, String processor, int cpus, String system, String java, double load, double stolen) {
    /**
     * This machine, now.
     *
     * @param run since its start
     */
    public static Environment now(StolenTime run) {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                run.share());
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
