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
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** Images through {@link UnsafeStreamer}, which is killed twice meanwhile: the account must find that some are lost. */
public final class UnsafeRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WARM = 20;
    private static final int PORTION = 1_000;

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

    /** At least so many images, and until the second kill: how many of them are answered by then, nobody knows. */
    public Account account(int images) {
        cluster.createTopics();
        cluster.sendImages(WARM);
        Process first = start();
        await(WARM);
        AtomicBoolean killed = new AtomicBoolean();
        CompletableFuture<Integer> feeder = CompletableFuture.supplyAsync(() -> feed(images, killed));
        await(images / 4);
        kill(first);
        Process second = start();
        await(images / 2);
        kill(second);
        killed.set(true);
        start();
        awaitQuiet(WARM + feeder.join());
        return Account.of(cluster);
    }

    /** Some 1,400 a second; how many. */
    private int feed(int least, AtomicBoolean enough) {
        int sent = 0;
        for (; sent < least || !enough.get(); sent += PORTION) {
            cluster.feed(PORTION, Duration.ofMillis(PORTION * 3L / 4));
        }
        return sent;
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

    private void await(int predictions) {
        Awaitility.await().atMost(PATIENCE).until(() -> cluster.count("predictions") >= predictions);
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
