package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.app.Streamer;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.server.HealthReport;
import java.time.Duration;
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

    /** Starts it. */
    public static RunningStreamer start(Map<Setting, String> settings, Map<String, String> kafka) {
        return new RunningStreamer(new Streamer(StreamerConfig.of(Settings.of(settings, kafka, Map.of(), null))));
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
