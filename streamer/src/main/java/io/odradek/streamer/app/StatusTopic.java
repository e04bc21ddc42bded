package io.odradek.streamer.app;

import com.google.gson.JsonObject;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.message.ModelRef;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes what became of each model to a topic, for those who promote models and watch several instances, and passes each
 * event on to {@link ModelStatus} first. Thread-safe; the owner closes it after the loader.
 */
final class StatusTopic extends ForwardedEvents implements AutoCloseable {
    private static final int SCHEMA = 1;

    private final TopicWriter topic;
    private final Clock clock;
    private final String instance;
    private final String model;

    /**
     * Takes the writer over.
     *
     * @param status hears each event first
     * @param topic where to write
     * @param instance names this process
     * @param model the model's name
     */
    StatusTopic(ModelStatus status, TopicWriter topic, Clock clock, String instance, String model) {
        super(status);
        this.topic = topic;
        this.clock = clock;
        this.instance = instance;
        this.model = model;
    }

    @Override
    public void live(ModelRef live, Duration took) {
        super.live(live, took);
        write(live.version(), live.sha256(), "live", null, null);
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        String clean = OneLine.of(why);
        super.refused(version, sha256, stage, clean);
        write(ModelContract.isVersion(version) ? version : null, sha256, "refused", stage.tag(), clean);
    }

    @Override
    public void close() {
        topic.close();
    }

    private void write(
            @Nullable String version,
            @Nullable String sha256,
            String result,
            @Nullable String stage,
            @Nullable String why) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("instance", instance);
        json.addProperty("model", model);
        json.addProperty("version", version);
        json.addProperty("sha256", sha256);
        json.addProperty("result", result);
        json.addProperty("stage", stage);
        json.addProperty("why", why);
        json.addProperty("at", Status.time(clock));
        topic.write(json);
    }
}
