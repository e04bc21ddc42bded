package io.odradek.streamer.guarantee;

import io.odradek.streamer.kit.StreamerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Three streamers, as Kubernetes would keep them: one that ends, for whatever reason, is started again. A fourth is there at
 * times. Thread-safe.
 */
final class Fleet implements AutoCloseable {
    static final int STREAMERS = 3;

    /** The one that comes and goes. */
    static final int GUEST = STREAMERS;

    private static final int TERMINATED = 143;
    private static final int KILLED = 137;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Map<String, String> SMALL = Map.of("JAVA_OPTS", "-Xmx192m -XX:+UseSerialGC");

    private final Path dir;
    private final IntFunction<List<String>> arguments;
    private final List<Place> places = new ArrayList<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final List<Exit> exits = new ArrayList<>();
    private int starts;

    /** Where a streamer belongs; guarded by the fleet. */
    private static final class Place {
        private @Nullable StreamerProcess process;
        private boolean wanted;
    }

    /**
     * Does not start anything.
     *
     * @param dir gets a log of each start
     * @param arguments of the streamer at each place
     */
    Fleet(Path dir, IntFunction<List<String>> arguments) {
        this.dir = dir;
        this.arguments = arguments;
        for (int i = 0; i <= GUEST; i++) {
            places.add(new Place());
        }
    }

    /** Starts three and keeps them there; returns when they run. */
    void start() {
        synchronized (this) {
            places.subList(0, STREAMERS).forEach(place -> place.wanted = true);
        }
        Future<?> unused = watch.scheduleWithFixedDelay(this::startMissing, 0, 500, TimeUnit.MILLISECONDS);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            check(unused);
            return isComplete();
        });
    }

    /** Whether three run. */
    boolean isComplete() {
        return running(0) && running(1) && running(2);
    }

    private static void check(Future<?> watching) throws Exception {
        if (watching.isDone()) {
            watching.get();
        }
    }

    private synchronized void startMissing() {
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.process != null && !place.process.isAlive()) {
                note(i, place.process);
                place.process = null;
            }
            if (place.wanted && place.process == null) {
                Path log = dir.resolve("streamer-" + i + "-" + starts++ + ".log");
                place.process = StreamerProcess.start(log, SMALL, arguments.apply(i));
            }
        }
    }

    /** One that ended by itself says why in its last lines. */
    private void note(int streamer, StreamerProcess ended) {
        int code = ended.exitCode();
        if (code != TERMINATED && code != KILLED) {
            exits.add(Exit.of(streamer, code, ended.output()));
        }
    }

    private synchronized boolean running(int streamer) {
        StreamerProcess process = places.get(streamer).process;
        return process != null && process.isAlive() && process.output().contains("streams: running");
    }

    void kill(int streamer) {
        StreamerProcess process = process(streamer);
        if (process != null) {
            process.kill();
        }
    }

    /** SIGTERM. @return done at its end */
    CompletableFuture<Void> terminate(int streamer) {
        StreamerProcess process = process(streamer);
        return process == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.supplyAsync(process::terminate).thenAccept(code -> {});
    }

    /** STOP or CONT, unless it has ended meanwhile. */
    void signal(int streamer, String name) {
        StreamerProcess process = process(streamer);
        if (process != null && process.isAlive()) {
            process.signal(name);
        }
    }

    private synchronized @Nullable StreamerProcess process(int streamer) {
        return places.get(streamer).process;
    }

    /** A fourth comes. */
    synchronized void invite() {
        places.get(GUEST).wanted = true;
    }

    /** Waits until the fourth has joined, or for 20 s: while brokers are away nobody joins. */
    void awaitGuest() {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Awaitility.await().atMost(PATIENCE).until(() -> running(GUEST) || System.nanoTime() > deadline);
    }

    /** The fourth leaves. @return done when it has ended */
    CompletableFuture<Void> dismissGuest() {
        synchronized (this) {
            places.get(GUEST).wanted = false;
        }
        return terminate(GUEST);
    }

    /** Stops all in order. */
    void stop() {
        synchronized (this) {
            places.forEach(place -> place.wanted = false);
        }
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            ends.add(terminate(i));
        }
        ends.forEach(CompletableFuture::join);
    }

    /** Those that ended by themselves. */
    synchronized List<Exit> exits() {
        return List.copyOf(exits);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            for (Place place : places) {
                place.wanted = false;
                if (place.process != null) {
                    place.process.close();
                }
            }
        }
    }
}
