package io.odradek.streamer.topology;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.metrics.TopicMetrics;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Watches for tests that are about something else: a breaker that never opens, and a log that knows nothing. */
final class TestWatches {
    private TestWatches() {}

    static Watches watches(TopicMetrics metrics) {
        Breaker.Listener nobody = new Breaker.Listener() {
            @Override
            public void opened(String alarm) {}

            @Override
            public void closed() {}
        };
        return new Watches(
                new Breaker(new BreakerLimits(1, Duration.ofMinutes(1), 1, false), System::nanoTime, nobody),
                new LostImages("images", new FakeLog(), Executors.newSingleThreadScheduledExecutor(), metrics));
    }
}
