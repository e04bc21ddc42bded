package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.topology.UnsafeStreamer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account of images finds losses where there are some: what {@link FaultsIT} asserts can fail. */
class CheckerIT {
    private static final int IMAGES = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path dir;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void findsWhatABufferingProcessorLosesWhenItIsKilled() throws IOException {
        Path model = Files.write(dir.resolve("model.onnx"), TestModels.file("0", 0));
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.sendImages(20);
            Process first = start(cluster, model);
            await(cluster, 20);
            CompletableFuture<Void> feeder =
                    CompletableFuture.runAsync(() -> cluster.feed(IMAGES, Duration.ofSeconds(15)));

            await(cluster, IMAGES / 4);
            kill(first);
            Process second = start(cluster, model);
            await(cluster, IMAGES / 2);
            kill(second);
            start(cluster, model);
            feeder.join();
            awaitQuiet(cluster);

            Account account = Account.of(cluster);
            System.err.println("CheckerIT, unsafe variant: " + account);
            assertThat(account.lost()).isNotEmpty();
            assertThat(account.wrong()).isEmpty();
        }
    }

    private Process start(Cluster cluster, Path model) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        UnsafeStreamer.class.getName(),
                        cluster.bootstrapServers(),
                        model.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(dir.toFile(), "unsafe.log")))
                .start();
        processes.add(process);
        return process;
    }

    /** Half-way between two flushes: predictions have just arrived, so one is behind us. */
    private static void kill(Process process) {
        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        process.destroyForcibly();
    }

    private static void await(Cluster cluster, int predictions) {
        Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("predictions") >= predictions);
    }

    /** Until no prediction came for five seconds: longer than a session, a rebalance and a flush. */
    private static void awaitQuiet(Cluster cluster) {
        long[] last = {-1, System.nanoTime()};
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            long count = cluster.count("predictions");
            if (count != last[0]) {
                last[0] = count;
                last[1] = System.nanoTime();
            }
            return count >= IMAGES / 2
                    && System.nanoTime() - last[1] > Duration.ofSeconds(5).toNanos();
        });
    }
}
