package io.odradek.quickstart.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/**
 * Where figures come from: without this they mean nothing.
 *
 * @param at when the run began, ISO-8601 in UTC
 * @param odradek version of this project
 * @param kafka version of broker and clients
 * @param java version and vendor
 * @param system operating system and architecture
 * @param cores processors that the JVM may use
 */
public record Environment(String at, String odradek, String kafka, String java, String system, int cores) {
    /** This machine, now. */
    public static Environment here() {
        @Nullable String version = Environment.class.getPackage().getImplementationVersion();
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                version == null ? "development" : version,
                AppInfoParser.getVersion(),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
