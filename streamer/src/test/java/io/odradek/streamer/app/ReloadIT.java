package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.kit.Arrivals;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.Median;
import io.odradek.streamer.kit.SeedModels;
import io.odradek.streamer.kit.SteadyLoad;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.ReleasedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads of the real net, about one a second, under half of the rate that the streamer sustains here: what they do to
 * the answers, to latency, to memory and to the stream threads. Windows with and without reloads take turns, and are
 * compared in pairs. {@code -Dreloads=1000} for the long run; the report goes to {@code target/reload.txt}.
 */
@Tag("alone")
class ReloadIT {
    private static final int RELOADS = Integer.getInteger("reloads", 40);
    /** Reloads, about one a second, in a window. */
    private static final int WINDOW = 20;
    /** Seconds of the window without reloads before it. */
    private static final int QUIET = 6;
    /** From so many on, memory and time are asserted, not only reported. */
    private static final int LONG_RUN = 200;
    /** Memory is compared with what it was after so many. */
    private static final int SETTLED = Math.min(100, RELOADS / 2);

    private static final int IMAGES = 256;
    private static final int BURST = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path dir;

    private final SeedModels models = new SeedModels();
    private final HttpPort http = new HttpPort();

    @Test
    void loseNothingMisjudgeNothingAndHoldUpNobody() throws IOException {
        List<byte[]> images = SeedModels.noise(IMAGES);
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            promote(cluster, 0);
            try (StreamerProcess streamer = start(cluster);
                    Arrivals arrivals = Arrivals.start(cluster, offline(images))) {
                double sustained = sustained(cluster, images, arrivals, streamer);
                try (SteadyLoad load = SteadyLoad.start(cluster, images, sustained / 2, BURST)) {
                    Report report = reload(cluster, arrivals, streamer, sustained);
                    awaitCount(arrivals, load.stop(), streamer);
                    publish(report);
                    assertThat(arrivals.faults()).isEmpty();
                    assertThat(arrivals.versions()).hasSizeGreaterThan(RELOADS * 9 / 10);
                    if (RELOADS >= LONG_RUN) {
                        assertCost(report);
                    }
                }
                assertThat(streamer.terminate()).isEqualTo(143);
            }
        }
    }

    private static void assertCost(Report report) {
        assertThat(report.growth()).as("growth of resident memory").isLessThan(0.05);
        assertThat(report.ratio()).as("p99 with reloads to p99 without").isLessThan(3);
        assertThat(report.held())
                .as("first batches with a new model of over 50 ms, of %s", report.switches())
                .isLessThanOrEqualTo(Math.max(1, report.switches() / 100));
    }

    /** What was measured; latencies in milliseconds, memory in kilobytes. */
    private record Report(
            double sustained,
            List<Double> quietP99,
            List<Double> reloadP99,
            long settledKb,
            long endKb,
            long switches,
            long held) {
        double growth() {
            return (double) (endKb - settledKb) / settledKb;
        }

        /** The median of the pairs' ratios. */
        double ratio() {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < quietP99.size(); i++) {
                ratios.add(reloadP99.get(i) / quietP99.get(i));
            }
            return Median.of(ratios);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "reloads %d, load %.0f images/s (half of %.0f sustained)%n"
                            + "p99 in pairs of windows: quiet %s ms, with reloads %s ms, median ratio %.2f%n"
                            + "resident memory: %d KB after %d reloads, %d KB at the end, growth %.1f%%%n"
                            + "first batches with a new model: %d, of which over 50 ms: %d%n",
                    RELOADS,
                    sustained / 2,
                    sustained,
                    rounded(quietP99),
                    rounded(reloadP99),
                    ratio(),
                    settledKb,
                    SETTLED,
                    endKb,
                    100 * growth(),
                    switches,
                    held);
        }

        private static List<String> rounded(List<Double> values) {
            return values.stream()
                    .map(v -> String.format(Locale.ROOT, "%.1f", v))
                    .toList();
        }
    }

    private Report reload(Cluster cluster, Arrivals arrivals, StreamerProcess streamer, double sustained) {
        pause(Duration.ofSeconds(QUIET));
        List<Double> quiet = new ArrayList<>();
        List<Double> busy = new ArrayList<>();
        long settled = 0;
        int version = 0;
        while (version < RELOADS) {
            arrivals.window();
            pause(Duration.ofSeconds(QUIET));
            quiet.add(p99(arrivals.window()));
            for (int i = 0; i < WINDOW; i++) {
                promote(cluster, ++version);
                pause(Duration.ofSeconds(1));
                if (version == SETTLED) {
                    settled = streamer.residentBytes() >> 10;
                }
            }
            busy.add(p99(arrivals.window()));
            assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
        }
        double switches = http.metric("odradek_model_switch_seconds_count");
        double quick = http.metric("odradek_model_switch_seconds_bucket{le=\"0.05\"}");
        return new Report(sustained, quiet, busy, settled, streamer.residentBytes() >> 10, (long) switches, (long)
                (switches - quick));
    }

    /**
     * As their users start it, but with a heap that is there from the beginning: what grows is native memory; and without the
     * probe, which takes a second or more of each: some changes would be passed over for the next.
     */
    private StreamerProcess start(Cluster cluster) {
        return StreamerProcess.start(
                dir.resolve("streamer.log"),
                Map.of("JAVA_OPTS", "-Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=4"),
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + SeedModels.NAME,
                        "--http-port=" + http.number(),
                        "--threads=2"));
    }

    /** Images a second, of the second half of a burst: the first warms everything up. */
    private double sustained(Cluster cluster, List<byte[]> images, Arrivals arrivals, StreamerProcess streamer) {
        SteadyLoad.burst(cluster, images, BURST);
        awaitCount(arrivals, BURST / 2, streamer);
        long from = arrivals.count();
        long start = System.nanoTime();
        awaitCount(arrivals, BURST, streamer);
        return (arrivals.count() - from) * 1e9 / (System.nanoTime() - start);
    }

    private void promote(Cluster cluster, int version) {
        models.promote(cluster, version);
        if (version > WINDOW) {
            // What nobody needs any more.
            cluster.models(SeedModels.NAME + "@" + (version - WINDOW), null);
        }
    }

    private float[][] offline(List<byte[]> images) throws IOException {
        Path file = Files.write(dir.resolve("0.onnx"), models.file(0));
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(file, SeedModels.NAME, "0");
        LoadedModel model = ((Admission.Admitted) admission).model();
        try {
            return model.classify(images);
        } finally {
            ReleasedModels.release(model);
        }
    }

    private static void awaitCount(Arrivals arrivals, long count, StreamerProcess streamer) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
            return arrivals.count() >= count;
        });
    }

    private static void publish(Report report) throws IOException {
        System.err.println("ReloadIT:\n" + report);
        Files.writeString(Path.of("target", "reload.txt"), report.toString());
    }

    private static double p99(long[] sortedNanos) {
        return sortedNanos[(int) (sortedNanos.length * 0.99)] / 1e6;
    }

    private static void pause(Duration duration) {
        Awaitility.await().pollDelay(duration).atMost(duration.plusSeconds(30)).until(() -> true);
    }
}
