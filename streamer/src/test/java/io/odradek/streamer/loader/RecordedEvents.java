package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.message.ModelRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything that a loader reported, as text. */
final class RecordedEvents implements ModelEvents {
    final List<String> waiting = new CopyOnWriteArrayList<>();
    final List<String> wanted = new CopyOnWriteArrayList<>();
    final List<String> live = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<String> unreadable = new CopyOnWriteArrayList<>();
    final AtomicInteger again = new AtomicInteger();
    final List<Throwable> failed = new CopyOnWriteArrayList<>();

    @Override
    public void waiting(String what) {
        waiting.add(what);
    }

    @Override
    public void wanted(String version) {
        wanted.add(version);
    }

    @Override
    public void live(ModelRef model, Duration took) {
        live.add(model.version());
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        refused.add(version + ", " + stage.tag() + ": " + why);
    }

    @Override
    public void unreadable(String what) {
        unreadable.add(what);
    }

    @Override
    public void unreadableAgain() {
        again.incrementAndGet();
    }

    @Override
    public void failed(Throwable cause) {
        failed.add(cause);
    }
}
