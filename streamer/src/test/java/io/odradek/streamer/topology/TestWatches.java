package io.odradek.streamer.topology;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.metrics.StreamerMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/** Watches for tests that are about something else: a breaker that never opens, and a log that knows nothing. */
final class TestWatches {
    private TestWatches() {}

    static Watches watches(StreamerMetrics metrics) {
        Breaker.Listener nobody = new Breaker.Listener() {
            @Override
            public void opened(String alarm) {}

            @Override
            public void closed() {}
        };
        LostImages.Log log = new LostImages.Log() {
            @Override
            public Map<Integer, Long> committed(Set<Integer> partitions) {
                return Map.of();
            }

            @Override
            public Map<Integer, Long> starts(Set<Integer> partitions) {
                return Map.of();
            }
        };
        return new Watches(
                new Breaker(new BreakerLimits(1, Duration.ofMinutes(1), 1, false), System::nanoTime, nobody),
                new LostImages("images", log, Executors.newSingleThreadScheduledExecutor(), metrics));
    }
}
