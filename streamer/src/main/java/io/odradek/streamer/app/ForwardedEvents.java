package io.odradek.streamer.app;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Passes each event on to the next one that hears it; who extends it adds to those that are its own. */
abstract class ForwardedEvents implements ModelEvents {
    private final ModelEvents next;

    ForwardedEvents(ModelEvents next) {
        this.next = next;
    }

    @Override
    public void waiting(String what) {
        next.waiting(what);
    }

    @Override
    public void wanted(String version) {
        next.wanted(version);
    }

    @Override
    public void live(ModelRef model, Duration took) {
        next.live(model, took);
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        next.refused(version, sha256, stage, why);
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
