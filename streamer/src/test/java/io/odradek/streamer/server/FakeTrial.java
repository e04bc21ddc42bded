package io.odradek.streamer.server;

import io.odradek.streamer.trial.ImageTrial;
import io.odradek.streamer.trial.Limit;
import io.odradek.streamer.trial.TrialImage;
import io.odradek.streamer.trial.TrialOutcome;
import io.odradek.streamer.trial.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Tries nothing: remembers the images that it gets, and answers as it is told to. Thread-safe. */
final class FakeTrial implements ImageTrial {
    private final List<TrialImage> tried = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Turns turns = new Turns(() -> clock.addAndGet(1_000_000_000));
    private volatile TrialOutcome outcome = new TrialOutcome.Answered("{\"id\":\"try-1\"}\n");
    private volatile Limit limit;
    private volatile Duration patience = Duration.ZERO;

    FakeTrial(Limit limit) {
        this.limit = limit;
    }

    void answerWith(TrialOutcome next) {
        outcome = next;
    }

    void limitTo(Limit next) {
        limit = next;
    }

    List<TrialImage> tried() {
        return tried;
    }

    /** Of the newest attempt. */
    Duration patience() {
        return patience;
    }

    @Override
    public List<String> topics() {
        return List.of("images", "other-images");
    }

    @Override
    public Limit limit() {
        return limit;
    }

    @Override
    public Optional<Turns.Turn> turn() {
        return turns.take();
    }

    @Override
    public TrialOutcome attempt(TrialImage image, Turns.Turn turn, Duration time) {
        tried.add(image);
        patience = time;
        return outcome;
    }
}
