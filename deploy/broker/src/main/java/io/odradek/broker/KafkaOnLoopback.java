package io.odradek.broker;

import java.time.Duration;
import java.util.List;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka in a container whose port is for this machine alone. Its address is one that no client takes for IPv6, where
 * nothing listens. Not thread-safe.
 */
public final class KafkaOnLoopback extends KafkaContainer {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /**
     * Testcontainers' own command runs its script as soon as there is a file of that name: on a busy machine that is
     * sometimes one that is still being written, and the container ends with "Text file busy" (testcontainers-java #11682).
     * So this one waits for the script's last line, and lets a shell read it.
     */
    private static final String RUN_WHEN_WHOLE = "script=/tmp/testcontainers_start.sh; "
            + "until grep -qs /etc/kafka/docker/run \"$script\"; do sleep 0.1; done; exec bash \"$script\"";

    /**
     * Not started.
     *
     * @param image behaves as {@code apache/kafka}
     */
    public KafkaOnLoopback(String image) {
        super(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"));
        withCommand("sh", "-c", RUN_WHEN_WHOLE);
        withStartupTimeout(PATIENCE);
        // The log has why the first one failed.
        withStartupAttempts(2);
        setPortBindings(List.of(LOOPBACK + "::9092"));
    }

    @Override
    public String getHost() {
        return LOOPBACK;
    }
}
