package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.kit.Cluster;
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
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an image takes in a replay, with its predictions written to a topic and without, beside what it takes live, in turns:
 * each is a new process that answers the same images, with the real net. {@code -Dreplay.rounds=N} for N rounds of 300,000
 * images; the report goes to {@code target/replay.txt}, and {@code deploy/bench/replay.sh} prints it.
 */
@Tag("alone")
class ReplayCostIT {
    private static final int ROUNDS = Integer.getInteger("replay.rounds", 1);
    private static final int IMAGES = ROUNDS > 1 ? 300_000 : 40_000;
    private static final int THREADS = 2;
    private static final int NOISE = 256;
    /** Of what is sustained live. */
    private static final double LEAST = 0.8;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path dir;

    /** Of one run. */
    private record Cost(double micros, double perSecond) {}

    @Test
    void reachesFourFifthsOfWhatIsSustainedLive() throws IOException {
        List<Cost> live = new ArrayList<>();
        List<Cost> toTopic = new ArrayList<>();
        List<Cost> difference = new ArrayList<>();
        SeedModels models = new SeedModels();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics();
            cluster.models(SeedModels.NAME + "@1", models.file(1));
            models.promote(cluster, 0);
            SteadyLoad.burst(cluster, SeedModels.noise(NOISE), IMAGES);
            for (int round = 0; round < ROUNDS; round++) {
                Topics.create(cluster.bootstrapServers(), List.of(topic("then-" + round), topic("now-" + round)));
                live.add(live(cluster, round));
                toTopic.add(replay(cluster, round, "--output-topic=now-" + round));
                difference.add(replay(cluster, round, "--rate=0"));
                assertThat(cluster.count("now-" + round)).isEqualTo(IMAGES);
            }
        }

        publish(live, toTopic, difference);
        assertThat(ratio(live, toTopic)).isGreaterThan(LEAST);
        assertThat(ratio(live, difference)).isGreaterThan(LEAST);
    }

    private Cost live(Cluster cluster, int round) {
        long start = System.nanoTime();
        try (StreamerProcess streamer = start(
                "live-" + round,
                List.of(
                        "run",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model-name=" + SeedModels.NAME,
                        "--application-id=live-" + round,
                        "--predictions-topic=then-" + round,
                        "--http-port=0",
                        "--threads=" + THREADS))) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        assertThat(streamer.isAlive()).as(streamer.output()).isTrue();
                        return cluster.count("then-" + round) >= IMAGES;
                    });
            return cost(streamer.processorTime(), start);
        }
    }

    private Cost replay(Cluster cluster, int round, String output) {
        long start = System.nanoTime();
        try (StreamerProcess replay = start(
                "replay-" + round + output,
                List.of(
                        "replay",
                        "--bootstrap-servers=" + cluster.bootstrapServers(),
                        "--model=" + SeedModels.NAME + "@1",
                        "--predictions=then-" + round,
                        "--threads=" + THREADS,
                        output))) {
            Duration[] used = {Duration.ZERO};
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        used[0] = soFar(replay, used[0]);
                        return !replay.isAlive();
                    });
            assertThat(replay.exitCode()).as(replay.output()).isZero();
            assertThat(replay.output())
                    .as("all images are compared, and each has another label")
                    .contains(String.format(Locale.ROOT, ": %,d of %<,d labels changed (100.00%%)", IMAGES));
            return cost(used[0], start);
        }
    }

    /** Of a process that is about to end. */
    private static Duration soFar(StreamerProcess process, Duration before) {
        try {
            Duration now = process.processorTime();
            return now.compareTo(before) > 0 ? now : before;
        } catch (UncheckedIOException e) {
            return before;
        }
    }

    private StreamerProcess start(String name, List<String> arguments) {
        return StreamerProcess.start(
                dir.resolve(name.replaceAll("[^a-z0-9-]", "")),
                Map.of("JAVA_OPTS", "-Xms512m -Xmx512m -XX:TieredStopAtLevel=4"),
                arguments);
    }

    private static Cost cost(Duration processor, long start) {
        return new Cost(processor.toNanos() / 1e3 / IMAGES, IMAGES * 1e9 / (System.nanoTime() - start));
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(Cluster.PARTITIONS), Optional.empty())
                .configs(Map.of("max.message.bytes", String.valueOf(1_048_588 + 65_536)));
    }

    /** Images for a second of processor time, by those of live; the median of the rounds. */
    private static double ratio(List<Cost> live, List<Cost> replay) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < live.size(); i++) {
            ratios.add(live.get(i).micros() / replay.get(i).micros());
        }
        return Median.of(ratios);
    }

    private static void publish(List<Cost> live, List<Cost> toTopic, List<Cost> difference) throws IOException {
        String report = String.format(Locale.ROOT, "%d rounds of %,d images, %d threads%n", ROUNDS, IMAGES, THREADS)
                + line("live", live, live)
                + line("replay to a topic, and the difference", toTopic, live)
                + line("replay, the difference alone", difference, live);
        System.err.println("ReplayCostIT:\n" + report);
        Files.writeString(Path.of("target", "replay.txt"), report);
    }

    private static String line(String what, List<Cost> costs, List<Cost> live) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f us of processor time an image (%s), %,.0f images/s (%s), images for a second of processor time by"
                        + " live's: %.2f%n",
                what,
                Median.of(costs.stream().map(Cost::micros).toList()),
                costs.stream()
                        .map(c -> String.format(Locale.ROOT, "%.1f", c.micros()))
                        .toList(),
                Median.of(costs.stream().map(Cost::perSecond).toList()),
                costs.stream()
                        .map(c -> String.format(Locale.ROOT, "%,.0f", c.perSecond()))
                        .toList(),
                ratio(live, costs));
    }
}
