package io.odradek.streamer.topology;

import io.odradek.streamer.config.BreakerLimits;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.live.sample.Sampler;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.metrics.TopicMetrics;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Parts for tests that are about something else: default limits, a classifier, watches that see nothing. */
final class TestParts {
    private TestParts() {}

    /** Images without envelopes, with the default limits. */
    static ImageSettings images() {
        ImageLimits limits = ImageLimits.DEFAULT;
        return new ImageSettings(limits.maxBytes(), limits.maxSide(), limits.maxPixels(), limits.maxFrames(), false);
    }

    /** A classifier of images without envelopes, with the default limits. */
    static BatchClassifier classifier(ModelHolder models, ModelMetrics metrics) {
        return new BatchClassifier(
                models,
                new PayloadDecoder(ImageLimits.DEFAULT, false),
                metrics,
                Tracing.OFF,
                unwatched(),
                DriftMonitor.off());
    }

    /** The same, for which every image takes too long to decode another one in the same batch. */
    static BatchClassifier slowClassifier(ModelHolder models, ModelMetrics metrics) {
        return new BatchClassifier(
                models,
                new PayloadDecoder(ImageLimits.DEFAULT, false),
                metrics,
                Tracing.OFF,
                unwatched(),
                DriftMonitor.off(),
                0);
    }

    /** For a live page that nobody sees. */
    static Sampler unwatched() {
        return Sampler.none();
    }

    static Watches watches(TopicMetrics metrics) {
        Breaker.Listener nobody = new Breaker.Listener() {
            @Override
            public void opened(String alarm) {}

            @Override
            public void closed() {}
        };
        return new Watches(
                new Breaker(new BreakerLimits(1, Duration.ofMinutes(1), 1, false), System::nanoTime, nobody),
                new LostImages("images", new FakeLog(), Executors.newSingleThreadScheduledExecutor(), metrics),
                new Progress(Clock.systemUTC()));
    }
}
