package io.odradek.broker;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link BrokerTrio} in a JVM of its own, so that SIGKILL and SIGSTOP do to it what they do to any broker. Its
 * data outlives it. Not thread-safe.
 */
final class BrokerProcess {
    private static final List<String> SMALL =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Path dir;
    private final Path settings;
    private @Nullable Process process;

    /** @param dir gets settings and log; the data lies in {@code log.dirs} of the settings */
    BrokerProcess(Path dir, Map<String, String> settings) {
        this.dir = dir;
        this.settings = dir.resolve("server.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(this.settings)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + this.settings + ": " + e, e);
        }
    }

    /** Starts it, unless it runs; does not wait until it serves. */
    void start() {
        if (isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(SMALL);
        command.add("-XX:ErrorFile=" + dir.resolve("hs_err.log"));
        command.addAll(List.of("-cp", classPath(), "kafka.Kafka", settings.toString()));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            dir.resolve("broker.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start a broker: " + e.getMessage(), e);
        }
    }

    /** That of the test, whose launcher may be a jar that only names it. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    /** SIGTERM: hands its partitions over first; SIGKILL where that takes more than 20 s. */
    void terminate() {
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    /** STOP or CONT; nothing where it does not run any more. */
    void signal(String name) {
        if (process != null) {
            try {
                new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("cannot send " + name + " to a broker", e);
            }
        }
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
