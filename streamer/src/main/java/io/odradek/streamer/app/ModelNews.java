package io.odradek.streamer.app;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.ModelHolder;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells who watches for drift, and the live page, what became of a model. */
final class ModelNews extends ForwardedEvents {
    private final Page page;
    private final Drift drift;
    private final String model;
    private final ModelHolder holder;
    private final Clock clock;

    /**
     * @param next hears each event before the page
     * @param model its name
     * @param holder of the live version
     */
    ModelNews(ModelEvents next, Page page, Drift drift, String model, ModelHolder holder, Clock clock) {
        super(next);
        this.page = page;
        this.drift = drift;
        this.model = model;
        this.holder = holder;
        this.clock = clock;
    }

    @Override
    public void live(ModelRef live, Duration took) {
        // First, so that who hears of the version finds nothing of the one before.
        drift.live(model, holder);
        super.live(live, took);
        page.live(live, took, clock.instant());
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        super.refused(version, sha256, stage, why);
        page.refused(model, version, stage.tag(), OneLine.of(why), clock.instant());
    }
}
