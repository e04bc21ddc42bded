package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.app.Streamer;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.server.HealthReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** A streamer on a thread of the test. */
public final class RunningStreamer implements AutoCloseable {
    private final Streamer streamer;
    private final CompletableFuture<Void> run;

    private RunningStreamer(Streamer streamer) {
        this.streamer = streamer;
        this.run = CompletableFuture.runAsync(streamer::run);
    }

    /**
     * Starts it. By the protocol {@code classic} a member hears of a rebalance with its next heartbeat, by default once in
     * 3 s: here it asks more often, so that two threads of a new group have their partitions sooner.
     */
    public static RunningStreamer start(Map<Setting, String> settings, Map<String, String> kafka) {
        Map<String, String> all = new HashMap<>(kafka);
        if (!"streams".equals(kafka.get("group.protocol"))) {
            all.putIfAbsent("consumer.heartbeat.interval.ms", "300");
        }
        return new RunningStreamer(new Streamer(StreamerConfig.of(Settings.of(settings, all, Map.of(), null))));
    }

    public HealthReport health() {
        return streamer.health();
    }

    /** Waits for a state, failing at once when the streamer ends. */
    public void await(java.util.function.Predicate<HealthReport> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(run).as("the streamer runs").isNotCompletedExceptionally();
                    return condition.test(health());
                });
    }

    /** Waits until each of its threads has so many partitions: the rebalances of a start are over. */
    public void awaitPartitionsEach(int count) {
        await(h -> h.ready()
                && h.flow().threads().stream()
                        .allMatch(thread -> thread.partitions().size() == count));
    }

    public void awaitModel(String version) {
        await(h -> h.ready() && h.model().contains("@" + version + " "));
    }

    @Override
    public void close() {
        streamer.close();
        run.join();
    }
}
