package io.odradek.streamer.live.sample;

import io.odradek.streamer.message.ModelRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The most novel images of the last window of each model: at most eight small ones of each, some 250 KiB as they come and
 * as they are sent. {@link #put} is for any thread; the rest is for one.
 */
public final class NovelWindows {
    private final Map<String, Window> news = new ConcurrentHashMap<>();
    private final Map<String, Shown> shown = new HashMap<>();
    private final LongSupplier sequence;

    private record Window(ModelRef model, Instant at, List<Novel> images) {}

    /** @param sequence numbers what is shown */
    public NovelWindows(LongSupplier sequence) {
        this.sequence = sequence;
    }

    /** A window was full at that time; nobody waits for it to be taken up. */
    public void put(ModelRef model, Instant at, List<Novel> images) {
        news.put(model.name(), new Window(model, at, List.copyOf(images)));
    }

    /** Takes up what was put. */
    public void tick() {
        for (String model : List.copyOf(news.keySet())) {
            Window window = news.remove(model);
            if (window != null) {
                long seq = sequence.getAsLong();
                byte[] json = Wording.of(window.model(), window.images(), seq, window.at());
                shown.put(model, new Shown(seq, json));
            }
        }
    }

    /** The last window of each model, the oldest first. */
    public List<Shown> all() {
        return shown.values().stream()
                .sorted(Comparator.comparingLong(Shown::seq))
                .toList();
    }
}
