package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise under faults: real processes on a real broker, 20,000 images that flow while things break and models
 * change, and an account of every single one. Each build plays every fault once, and {@code GuaranteeIT} these and more
 * under both guarantees; {@code -Dfaults.all=true} has every fault under both guarantees with both protocols.
 */
class FaultsIT {
    private static final int IMAGES = 20_000;
    private static final boolean ALL = Boolean.getBoolean("faults.all");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path dir;

    private final List<StreamerProcess> processes = new ArrayList<>();
    private Cluster cluster;

    /** Something that goes wrong, twice, while images flow. */
    enum Fault {
        /** The process dies without a word and is started again. */
        SIGKILL,
        /** The process is asked to stop and is started again, as in a rolling restart. */
        SIGTERM,
        /** The process stands still for longer than its session, while another takes over; then it wakes up. */
        SIGSTOP,
        /** A second instance joins, and leaves again. */
        REBALANCE,
        /** The broker goes away for a moment, with its data kept. */
        BOUNCE
    }

    @BeforeEach
    void startBroker() {
        cluster = Cluster.withModel();
    }

    @AfterEach
    void stop() {
        processes.forEach(StreamerProcess::close);
        cluster.close();
    }

    /** Each fault once, with the next guarantee and protocol; all combinations where asked. */
    static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        List<List<String>> promises = List.of(
                List.of("at_least_once", "classic"),
                List.of("exactly_once_v2", "streams"),
                List.of("at_least_once", "streams"),
                List.of("exactly_once_v2", "classic"));
        int next = 0;
        for (Fault fault : Fault.values()) {
            int turn = next++ % promises.size();
            for (int i = 0; i < promises.size(); i++) {
                if (ALL || i == turn) {
                    all.add(Arguments.of(
                            fault, promises.get(i).get(0), promises.get(i).get(1)));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void losesNothing(Fault fault, String guarantee, String protocol) {
        long begin = System.nanoTime();
        if (fault == Fault.BOUNCE) {
            cluster.close();
            cluster = Cluster.inProcess().createModel();
        }
        start(guarantee, protocol);
        awaitAnswers(sendSome());
        CompletableFuture<Void> feeder = feed(IMAGES * 3 / 4);

        awaitImages(IMAGES / 4);
        strike(fault, true, guarantee, protocol);
        cluster.publish("1", 1, "0");
        feeder.join();
        // The second time hits a streamer that works again, while images flow.
        awaitAnswers(IMAGES / 2);
        feeder = feed(IMAGES / 4);
        strike(fault, false, guarantee, protocol);
        cluster.publish("2", 2, "1", "0");
        feeder.join();
        awaitAnswerToEach();
        terminateAll();

        Account account = Account.of(cluster);
        System.err.println("FaultsIT " + fault + " " + guarantee + " " + protocol + ": " + account + ", in "
                + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        assertThat(account.images()).isGreaterThanOrEqualTo(IMAGES);
        assertThat(account.faults()).isEmpty();
        assertThat(account.versions()).contains(0).hasSizeGreaterThan(1);
        if (guarantee.equals("exactly_once_v2") || fault == Fault.SIGTERM) {
            assertThat(account.duplicates()).isZero();
        }
    }

    private void strike(Fault fault, boolean first, String guarantee, String protocol) {
        StreamerProcess oldest = processes.get(0);
        switch (fault) {
            case SIGKILL -> {
                oldest.kill();
                restart(guarantee, protocol);
            }
            case SIGTERM -> {
                assertThat(oldest.terminate()).as("128 + SIGTERM").isEqualTo(143);
                restart(guarantee, protocol);
            }
            case SIGSTOP -> {
                if (first) {
                    start(guarantee, protocol);
                }
                oldest.signal("STOP");
                pause(Duration.ofSeconds(4));
                oldest.signal("CONT");
            }
            case REBALANCE -> {
                if (first) {
                    start(guarantee, protocol);
                } else {
                    assertThat(processes.remove(1).terminate()).isEqualTo(143);
                }
            }
            case BOUNCE -> cluster.bounce(first ? Duration.ofMillis(200) : Duration.ofSeconds(3));
        }
    }

    private void restart(String guarantee, String protocol) {
        processes.remove(0);
        start(guarantee, protocol);
    }

    private void start(String guarantee, String protocol) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers=" + cluster.bootstrapServers(),
                "--model-name=" + TestModels.NAME,
                "--processing-guarantee=" + guarantee,
                "--http-port=0",
                "--threads=2",
                "-K=group.protocol=" + protocol));
        if (protocol.equals("classic")) {
            // With the other protocol the broker decides.
            arguments.add("-K=consumer.session.timeout.ms=3000");
        }
        processes.add(StreamerProcess.start(dir.resolve("streamer.log"), Map.of(), arguments));
    }

    /** At 5,000 images a second. */
    private CompletableFuture<Void> feed(int count) {
        return CompletableFuture.runAsync(() -> cluster.feed(count, Duration.ofMillis(count / 5)));
    }

    private void awaitAnswerToEach() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            assertThat(processes).as("a streamer runs").anyMatch(StreamerProcess::isAlive);
            return cluster.count("predictions") >= IMAGES
                    && Account.of(cluster).lost().isEmpty();
        });
    }

    private void terminateAll() {
        List<CompletableFuture<Integer>> ends = processes.stream()
                .map(process -> CompletableFuture.supplyAsync(process::terminate))
                .toList();
        ends.forEach(CompletableFuture::join);
    }

    /** A few images, so that a test begins with a streamer that works. */
    private int sendSome() {
        int some = 20;
        cluster.sendImages(some);
        return some;
    }

    private void awaitAnswers(int count) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(processes).as("a streamer runs").anyMatch(StreamerProcess::isAlive);
            return cluster.count("predictions") >= count;
        });
    }

    private void awaitImages(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> cluster.count("images") >= count);
    }

    private static void pause(Duration duration) {
        Awaitility.await().pollDelay(duration).atMost(duration.plusSeconds(30)).until(() -> true);
    }
}
