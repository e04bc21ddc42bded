package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost when the process dies: nothing. */
class CrashIT {
    private static final int IMAGES = 20_000;

    @TempDir
    private Path dir;

    private Cluster cluster;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster();
        cluster.createTopics();
        cluster.publish("0", 0);
    }

    @AfterEach
    void stopBroker() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void losesNothingWhenKilledTwiceInTheMiddle(String guarantee) {
        cluster.sendImages(IMAGES);
        try (StreamerProcess first = start(guarantee)) {
            awaitAnswers(IMAGES / 4, first);
            first.kill();
        }
        try (StreamerProcess second = start(guarantee)) {
            awaitAnswers(IMAGES / 2, second);
            second.kill();
        }
        try (StreamerProcess third = start(guarantee)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        assertThat(third.isAlive()).as(third.output()).isTrue();
                        return Account.of(cluster).lost().isEmpty();
                    });
            third.terminate();
        }

        Account account = Account.of(cluster);
        assertThat(account.lost()).isEmpty();
        assertThat(account.wrong()).isEmpty();
        if (guarantee.equals("exactly_once_v2")) {
            assertThat(account.duplicates()).isZero();
        }
        System.err.println("CrashIT " + guarantee + ": " + IMAGES + " images, 2 SIGKILL, lost "
                + account.lost().size() + ", duplicates " + account.duplicates());
    }

    @Test
    void answersWithoutDuplicatesOverACleanRestart() {
        cluster.sendImages(IMAGES);
        try (StreamerProcess first = start("at_least_once")) {
            awaitAnswers(IMAGES / 3, first);
            assertThat(first.terminate()).as("128 + SIGTERM").isEqualTo(143);
        }
        try (StreamerProcess second = start("at_least_once")) {
            awaitAnswers(IMAGES, second);
            second.terminate();
        }

        Account account = Account.of(cluster);
        assertThat(account.lost()).isEmpty();
        assertThat(account.duplicates()).isZero();
    }

    private StreamerProcess start(String guarantee) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of(),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + TestModels.NAME,
                        "--processing-guarantee=" + guarantee,
                        "--http-port=0",
                        "--threads=2",
                        "-K=consumer.session.timeout.ms=3000",
                        "-K=consumer.heartbeat.interval.ms=500"));
    }

    private void awaitAnswers(int count, StreamerProcess streamer) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
                    return cluster.count("predictions") >= count;
                });
    }
}
