package io.odradek.streamer.app;

import com.google.gson.JsonObject;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes what became of each model to a topic, for those who promote models and watch several instances, and passes each
 * event on to {@link ModelStatus} first. Thread-safe; the owner closes it after the loader.
 */
final class StatusTopic implements ModelEvents, AutoCloseable {
    private static final int SCHEMA = 1;

    private final ModelStatus status;
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
        this.status = status;
        this.topic = topic;
        this.clock = clock;
        this.instance = instance;
        this.model = model;
    }

    @Override
    public void waiting(String what) {
        status.waiting(what);
    }

    @Override
    public void wanted(String version) {
        status.wanted(version);
    }

    @Override
    public void live(ModelRef live, Duration took) {
        status.live(live, took);
        write(live.version(), live.sha256(), "live", null, null);
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        String clean = OneLine.of(why);
        status.refused(version, sha256, stage, clean);
        write(ModelContract.isVersion(version) ? version : null, sha256, "refused", stage.tag(), clean);
    }

    @Override
    public void unreadable(String why) {
        status.unreadable(why);
    }

    @Override
    public void unreadableAgain() {
        status.unreadableAgain();
    }

    @Override
    public void failed(Throwable cause) {
        status.failed(cause);
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
