package io.odradek.streamer.kit;

import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.topology.UnsafeStreamer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** Images through {@link UnsafeStreamer}, which is killed twice meanwhile: the account must find that some are lost. */
public final class UnsafeRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WARM = 20;

    private final Path dir;
    private final Cluster cluster;
    private final Group group;
    private final List<Process> processes = new ArrayList<>();

    /**
     * Does not start anything.
     *
     * @param dir gets model and log
     * @param cluster has no topics yet
     */
    public UnsafeRun(Path dir, Cluster cluster) {
        this.dir = dir;
        this.cluster = cluster;
        this.group = new Group(cluster, UnsafeStreamer.GROUP);
    }

    /** So many images at 1,333 a second. */
    public Account account(int images) {
        cluster.createTopics();
        cluster.sendImages(WARM);
        int all = WARM + images;
        Process first = start();
        await(WARM, all);
        CompletableFuture<Void> feeder =
                CompletableFuture.runAsync(() -> cluster.feed(images, Duration.ofMillis(images * 3L / 4)));
        await(images / 4, all);
        kill(first);
        Process second = start();
        await(images / 2, all);
        kill(second);
        start();
        feeder.join();
        awaitQuiet(all);
        return Account.of(cluster);
    }

    private Process start() {
        try {
            Path model = Files.write(dir.resolve("model.onnx"), TestModels.file("0", 0));
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
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            dir.resolve("unsafe.log").toFile()))
                    .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half-way between two flushes: predictions have just arrived, so one is behind us. */
    private static void kill(Process process) {
        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        process.destroyForcibly();
    }

    /** So many predictions, or that all images count as done: how many of them are lost by then, nobody knows. */
    private void await(int predictions, int images) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cluster.count("predictions") >= predictions || group.committed() >= images);
    }

    /** Until all images count as done, and no prediction came for five seconds: longer than a flush. */
    private void awaitQuiet(int images) {
        long[] last = {-1, System.nanoTime()};
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            long count = cluster.count("predictions");
            if (count != last[0] || group.committed() < images) {
                last[0] = count;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > Duration.ofSeconds(5).toNanos();
        });
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
