package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.server.Endpoint;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.TryHandler;
import io.odradek.streamer.topics.ImagesTopics;
import io.odradek.streamer.trial.KafkaTrial;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Images that people try on the live page; where that is switched off there is nothing but the answer that it is. Thread-safe. */
final class Tries implements AutoCloseable {
    private final Optional<KafkaTrial> trial;

    /**
     * Opens nothing.
     *
     * @param models by name
     * @param health asked when an image is not answered
     */
    Tries(StreamerConfig config, Map<String, ModelHolder> models, Supplier<HealthReport> health) {
        this.trial = config.observation().tryIt()
                ? Optional.of(new KafkaTrial(config, models, () -> obstacle(health.get())))
                : Optional.empty();
    }

    /** What keeps a streamer from answering, or empty. */
    static String obstacle(HealthReport health) {
        String paused = health.operation().paused();
        if (!paused.isEmpty()) {
            return "this streamer is paused " + paused;
        }
        if (health.ready()) {
            return "";
        }
        String waitingFor = health.waitingFor();
        return "this streamer is not ready: " + health.state()
                + (waitingFor.isEmpty() ? "" : ", waiting for " + waitingFor);
    }

    /** Where images are sent. */
    Endpoint endpoint(PageAccess access) {
        return new Endpoint("/page/try", Endpoint.CHANGE, new TryHandler(access, trial.map(images -> images)));
    }

    /** The topics are there: from now on images are taken. */
    void open(ImagesTopics images) {
        trial.ifPresent(one -> one.open(images));
    }

    @Override
    public void close() {
        trial.ifPresent(KafkaTrial::close);
    }
}
