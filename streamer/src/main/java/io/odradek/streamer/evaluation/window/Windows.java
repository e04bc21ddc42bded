package io.odradek.streamer.evaluation.window;

import io.odradek.streamer.evaluation.pairing.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The windows of the versions that a task counts: in memory, and cell by cell in a store that survives the process. A
 * window is kept as long as a judgement in it can be taken back. Not thread-safe.
 */
public final class Windows {
    private final KeyValueStore<Bytes, byte[]> store;
    private final long keptMillis;
    private final int most;
    /** The one that has not changed for the longest time first. */
    private final LinkedHashMap<WindowKey, Window> windows = new LinkedHashMap<>();
    /** The start of the newest window of each version and size. */
    private final Map<WindowKey, Long> newest = new HashMap<>();

    /**
     * A window and what follows from its counts.
     *
     * @param key which
     * @param figures of all its judgements
     */
    public record Evaluated(WindowKey key, Figures figures) {}

    /**
     * Reads what the store has.
     *
     * @param kept how long a window is kept after its last change
     * @param most windows; beyond it those go that have not changed for the longest time
     */
    public Windows(KeyValueStore<Bytes, byte[]> store, Duration kept, int most) {
        this.store = store;
        this.keptMillis = kept.toMillis();
        this.most = most;
        Map<WindowKey, Window> stored = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                StoredCount count = StoredCount.of(entry.key);
                Window window = stored.computeIfAbsent(count.window(), key -> new Window());
                Cell cell = count.cell();
                if (cell == null) {
                    StoredCount.read(entry.value, window);
                } else {
                    window.set(cell, StoredCount.tally(entry.value));
                }
            }
        }
        stored.entrySet().stream()
                .sorted(Comparator.comparingLong(one -> one.getValue().touched()))
                .forEach(one -> {
                    windows.put(one.getKey(), one.getValue());
                    noteNewest(one.getKey());
                });
    }

    /** Counts a judgement in each of its windows, now, in milliseconds since 1970. */
    public void count(Judgement judgement, long now) {
        Cell cell = Cell.of(judgement);
        for (WindowSize size : WindowSize.values()) {
            WindowKey key = WindowKey.of(
                    judgement.guess().model(), size, judgement.guess().time());
            Window window = windows.remove(key);
            if (window == null) {
                if (judgement.weight() < 0) {
                    // It had to go before: nothing is there to be taken back.
                    continue;
                }
                window = new Window();
            }
            windows.put(key, window);
            noteNewest(key);
            Tally tally =
                    window.get(cell).plus(judgement.weight(), judgement.guess().confidence());
            window.set(cell, tally);
            store.put(new StoredCount(key, cell).key(), tally.images() == 0 ? null : StoredCount.value(tally));
            touch(key, window, now, true);
        }
        while (windows.size() > most) {
            drop(windows.keySet().iterator().next());
        }
    }

    /** Those that have changed since they were asked for last. */
    public List<Evaluated> changed() {
        List<Evaluated> changed = new ArrayList<>();
        windows.forEach((key, window) -> {
            if (window.isUntold()) {
                changed.add(new Evaluated(key, Figures.of(window.cells())));
                touch(key, window, window.touched(), false);
            }
        });
        return changed;
    }

    /** The newest windows of each version and size, at most so many lengths of a window old; what changed last at the end. */
    public List<Evaluated> recent(int most) {
        return windows.entrySet().stream()
                .filter(one -> {
                    WindowKey key = one.getKey();
                    long since = newestOf(versionAndSize(key)).start() - key.start();
                    return since < most * key.size().length().toMillis();
                })
                .map(one ->
                        new Evaluated(one.getKey(), Figures.of(one.getValue().cells())))
                .toList();
    }

    /** Whether a window is the newest of its version and size. */
    public boolean isNewest(WindowKey key) {
        return key.equals(newestOf(versionAndSize(key)));
    }

    /** Drops windows that can change no more, now, in milliseconds since 1970. */
    public void expire(long now) {
        while (!windows.isEmpty()) {
            Map.Entry<WindowKey, Window> oldest = windows.entrySet().iterator().next();
            if (oldest.getValue().touched() + keptMillis >= now) {
                return;
            }
            drop(oldest.getKey());
        }
    }

    private void touch(WindowKey key, Window window, long now, boolean isUntold) {
        window.touch(now, isUntold);
        store.put(new StoredCount(key, null).key(), StoredCount.value(window));
    }

    @SuppressWarnings("NullAway") // To put null is to delete.
    private void drop(WindowKey key) {
        Window window = Objects.requireNonNull(windows.remove(key));
        window.cells().keySet().forEach(cell -> store.delete(new StoredCount(key, cell).key()));
        store.delete(new StoredCount(key, null).key());
        if (isNewest(key)) {
            newest.remove(versionAndSize(key));
            windows.keySet().stream()
                    .filter(other -> versionAndSize(other).equals(versionAndSize(key)))
                    .forEach(this::noteNewest);
        }
    }

    private void noteNewest(WindowKey key) {
        newest.merge(versionAndSize(key), key.start(), Math::max);
    }

    private WindowKey newestOf(WindowKey versionAndSize) {
        return new WindowKey(
                versionAndSize.model(), versionAndSize.size(), newest.getOrDefault(versionAndSize, Long.MIN_VALUE));
    }

    private static WindowKey versionAndSize(WindowKey key) {
        return new WindowKey(key.model(), key.size(), 0);
    }
}
