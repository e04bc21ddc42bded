package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.PredictionWatch;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three instances share the partitions and are restarted one after the other while images flow. A member that did not
 * leave would hold its partitions until its session of 45 s ends; each partition is served again long before. {@code
 * -Dfaults.all=true} has the group protocol {@code streams} too.
 */
@Tag("alone")
class RollingRestartIT {
    private static final int PARTITIONS = 8;
    private static final int INSTANCES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A third of the session; a rebalance takes a few heartbeats. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

    @TempDir
    private Path dir;

    private final List<StreamerProcess> processes = new ArrayList<>();
    private Cluster cluster;
    private int logs;
    private volatile boolean flowing = true;

    @BeforeEach
    void startBroker() {
        cluster = new Cluster(PARTITIONS, Map.of("group.streams.session.timeout.ms", "45000"));
        cluster.createTopics();
        cluster.publish("0", 0);
    }

    @AfterEach
    void stop() {
        flowing = false;
        processes.forEach(StreamerProcess::close);
        cluster.close();
    }

    static Stream<Arguments> promises() {
        Arguments usual = Arguments.of("exactly_once_v2", "classic");
        return Boolean.getBoolean("faults.all")
                ? Stream.of(usual, Arguments.of("at_least_once", "streams"))
                : Stream.of(usual);
    }

    @ParameterizedTest
    @MethodSource("promises")
    void restartsThreeInstancesOneByOneWithoutALongerGapThanARebalance(String guarantee, String protocol) {
        List<String> settings = List.of("--processing-guarantee=" + guarantee, "-K=group.protocol=" + protocol);
        for (int i = 1; i < INSTANCES; i++) {
            start(settings);
        }
        processes.forEach(RollingRestartIT::awaitRunning);
        CompletableFuture<Void> feeder = CompletableFuture.runAsync(this::feed);
        try (PredictionWatch watch = new PredictionWatch(cluster.bootstrapServers(), PARTITIONS)) {
            await(watch::hasSeenAll);

            watch.restart();
            start(settings);
            awaitRunning(processes.get(INSTANCES - 1));
            awaitFlow(watch);
            Duration plain = watch.longestGap();
            watch.restart();
            for (int i = 0; i < INSTANCES; i++) {
                assertThat(processes.remove(0).terminate()).as("128 + SIGTERM").isEqualTo(143);
                start(settings);
                awaitRunning(processes.get(INSTANCES - 1));
                awaitFlow(watch);
            }
            Duration rolling = watch.longestGap();
            System.err.println("RollingRestartIT " + guarantee + " " + protocol
                    + ": longest gap of a partition, one more"
                    + " instance " + plain.toMillis() + " ms, rolling restart " + rolling.toMillis()
                    + " ms; longest wait of an image " + watch.longestWait().toMillis() + " ms");
            assertThat(plain).isLessThan(LONGEST_GAP);
            assertThat(rolling).isLessThan(LONGEST_GAP);
        }
        flowing = false;
        feeder.join();
        assertThatNothingIsMissingAfterACleanStop(guarantee + " " + protocol);
    }

    @Test
    void staticMembersKeepTheirPartitionsOverARestart() {
        start(List.of("-K=consumer.group.instance.id=one"));
        start(List.of("-K=consumer.group.instance.id=two"));
        processes.forEach(RollingRestartIT::awaitRunning);
        CompletableFuture<Void> feeder = CompletableFuture.runAsync(this::feed);
        try (PredictionWatch watch = new PredictionWatch(cluster.bootstrapServers(), PARTITIONS)) {
            await(watch::hasSeenAll);
            StreamerProcess other = processes.get(1);
            long before = rebalances(other);

            assertThat(processes.remove(0).terminate()).isEqualTo(143);
            start(List.of("-K=consumer.group.instance.id=one"));
            awaitRunning(processes.get(1));
            awaitFlow(watch);

            System.err.println("RollingRestartIT static members: longest gap of a partition "
                    + watch.longestGap().toMillis() + " ms");
            assertThat(rebalances(other)).as("rebalances of the other member").isEqualTo(before);
        }
        flowing = false;
        feeder.join();
        assertThatNothingIsMissingAfterACleanStop("static members");
    }

    private void assertThatNothingIsMissingAfterACleanStop(String what) {
        await(() -> Account.of(cluster).lost().isEmpty());
        processes.forEach(process -> assertThat(process.terminate()).isEqualTo(143));
        Account account = Account.of(cluster);
        System.err.println("RollingRestartIT " + what + ": " + account);
        assertThat(account.faults()).isEmpty();
        assertThat(account.duplicates()).isZero();
    }

    private void start(List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers=" + cluster.bootstrapServers(),
                "--model-name=" + TestModels.NAME,
                "--http-port=0",
                "--threads=2",
                "-K=consumer.session.timeout.ms=45000"));
        arguments.addAll(settings);
        processes.add(StreamerProcess.start(dir.resolve("streamer-" + logs++ + ".log"), Map.of(), arguments));
    }

    /** Some hundred images a second into all partitions, until the test ends the flow. */
    private void feed() {
        while (flowing) {
            cluster.sendImages(5 * PARTITIONS);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static void awaitRunning(StreamerProcess process) {
        await(() -> {
            assertThat(process.isAlive()).as(process.output()).isTrue();
            return process.output().contains("streams: running");
        });
    }

    /** Until no partition is silent. */
    private static void awaitFlow(PredictionWatch watch) {
        int before = watch.arrived();
        await(() ->
                watch.arrived() > before + 100 * PARTITIONS && watch.silence().toMillis() < 500);
    }

    private static long rebalances(StreamerProcess process) {
        return process.output()
                .lines()
                .filter(line -> line.contains("streams: rebalancing"))
                .count();
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
    }
}
