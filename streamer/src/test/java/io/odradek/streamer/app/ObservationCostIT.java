package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.odradek.streamer.delivery.RecordingCost;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.Median;
import io.odradek.streamer.kit.SeedModels;
import io.odradek.streamer.kit.SteadyLoad;
import io.odradek.streamer.kit.StreamerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to be watched, at full load with the real net: recording, as a share of the processor time of an image,
 * and a page that is open, in turns with none. {@code -Dobservation.rounds=N} for N rounds of 60,000 images of each kind;
 * the report goes to {@code target/observation.txt}, and {@code deploy/bench/observation.sh} prints it.
 */
@Tag("alone")
class ObservationCostIT {
    private static final int ROUNDS = Integer.getInteger("observation.rounds", 1);
    /** Some seconds: the page asks once a second. */
    private static final int BURST = 60_000;

    private static final int WARM_UP = ROUNDS > 1 ? 150_000 : 60_000;
    private static final int THREADS = 2;
    private static final int NOISE = 256;
    private static final int BATCHES = 10_000;
    /** The aim is 2%, and a short run's images take less or more by some percents of it. */
    private static final double MOST = 0.03;
    /** Of an open page; the aim is 1%, and in a short run its code is cold. */
    private static final double MOST_PAGE = ROUNDS > 1 ? 0.03 : 0.1;
    /** That serve the page and make what it shows; Linux keeps the first 15 characters of a name. */
    private static final Set<String> PAGE_THREADS =
            Set.of("odradek-page", "odradek-live", "odradek-pulse", "HTTP-Dispatcher");

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();
    private final List<byte[]> images = SeedModels.noise(NOISE);
    private long answered;

    @Test
    void costsLittleOfTheProcessorTimeOfAnImage() throws IOException {
        List<Double> closed = new ArrayList<>();
        List<Double> open = new ArrayList<>();
        List<Double> page = new ArrayList<>();
        SeedModels models = new SeedModels();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            models.promote(cluster, 0);
            try (StreamerProcess streamer = start(cluster)) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .ignoreException(UncheckedIOException.class)
                        .until(() -> http.status("/health/ready") == 200);
                withPage(cluster, streamer, WARM_UP);
                for (int i = 0; i < ROUNDS; i++) {
                    closed.add(microsPerImage(cluster, streamer, BURST));
                    Duration before = streamer.processorTime(PAGE_THREADS);
                    open.add(withPage(cluster, streamer, BURST));
                    page.add(micros(streamer.processorTime(PAGE_THREADS).minus(before)) / BURST);
                }
            }
        }
        double recording = new RecordingCost().nanosPerImage(THREADS, BATCHES) / 1_000;

        publish(closed, open, recording, page);
        assertThat(recording / Median.of(closed)).isLessThan(MOST);
        assertThat(Median.of(page)).as("the page's threads ran").isPositive();
        assertThat(Median.of(page) / Median.of(closed)).isLessThan(MOST_PAGE);
    }

    private double withPage(Cluster cluster, StreamerProcess streamer, int count) {
        try (OpenPage page = new OpenPage()) {
            double micros = microsPerImage(cluster, streamer, count);
            assertThat(page.answers()).as("feeds").isPositive();
            return micros;
        }
    }

    /** A page that asks once a second, as the real one does. */
    private final class OpenPage implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private volatile long after;
        private final AtomicInteger answers = new AtomicInteger();

        OpenPage() {
            Future<?> unused = clock.scheduleAtFixedRate(this::ask, 0, 1, TimeUnit.SECONDS);
        }

        private void ask() {
            String feed = http.get("/page/feed?after=" + after);
            after = JsonParser.parseString(feed).getAsJsonObject().get("seq").getAsLong();
            answers.incrementAndGet();
        }

        int answers() {
            return answers.get();
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    private StreamerProcess start(Cluster cluster) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xms512m -Xmx512m -XX:TieredStopAtLevel=4"),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + SeedModels.NAME,
                        "--http-port=" + http.number(),
                        "--threads=" + THREADS));
    }

    /** Processor time of the whole process for each of so many images that come as fast as they go. */
    private double microsPerImage(Cluster cluster, StreamerProcess streamer, int count) {
        Duration before = streamer.processorTime();
        SteadyLoad.burst(cluster, images, count);
        answered += count;
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
            return cluster.count("predictions") >= answered;
        });
        return micros(streamer.processorTime().minus(before)) / count;
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }

    private static void publish(List<Double> closed, List<Double> open, double recording, List<Double> page)
            throws IOException {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < closed.size(); i++) {
            ratios.add(open.get(i) / closed.get(i));
        }
        String report = String.format(
                Locale.ROOT,
                "images at full load, %d threads, %d rounds of %,d images of each kind%n"
                        + "processor time of an image: %.1f us (%s), with a page open %.1f us (%s)%n"
                        + "recording: %.2f us an image, %.2f%% of it%n"
                        + "threads of a page that is open: %.2f us an image (%s), %.2f%% of it%n"
                        + "all processor time with a page that is open: %+.2f%% (median of the pairs; each: %s)%n",
                THREADS,
                ROUNDS,
                BURST,
                Median.of(closed),
                rounded(closed),
                Median.of(open),
                rounded(open),
                recording,
                100 * recording / Median.of(closed),
                Median.of(page),
                rounded(page),
                100 * Median.of(page) / Median.of(closed),
                100 * (Median.of(ratios) - 1),
                ratios.stream()
                        .map(r -> String.format(Locale.ROOT, "%+.1f%%", 100 * (r - 1)))
                        .toList());
        System.err.println("ObservationCostIT:\n" + report);
        Files.writeString(Path.of("target", "observation.txt"), report);
    }

    private static String rounded(List<Double> values) {
        return values.stream()
                .map(v -> String.format(Locale.ROOT, "%.1f", v))
                .toList()
                .toString();
    }
}
