package io.odradek.streamer.app;

import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells the live page what became of a model, when another one has heard it.
 *
 * @param next hears each event first
 * @param model its name
 */
record PageEvents(ModelEvents next, Page page, String model, Clock clock) implements ModelEvents {
    @Override
    public void waiting(String what) {
        next.waiting(what);
    }

    @Override
    public void wanted(String version) {
        next.wanted(version);
    }

    @Override
    public void live(ModelRef live, Duration took) {
        next.live(live, took);
        page.live(live, took, clock.instant());
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        next.refused(version, sha256, stage, why);
        page.refused(model, version, stage.tag(), OneLine.of(why), clock.instant());
    }

    @Override
    public void unreadable(String what) {
        next.unreadable(what);
    }

    @Override
    public void unreadableAgain() {
        next.unreadableAgain();
    }

    @Override
    public void failed(Throwable cause) {
        next.failed(cause);
    }
}
