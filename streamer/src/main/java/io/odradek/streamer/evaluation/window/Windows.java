package io.odradek.streamer.evaluation.window;

import io.odradek.streamer.evaluation.pairing.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The windows of the versions that a task counts: in memory, and cell by cell in a store that survives the process. A
 * window is kept as long as it may change: as long as itself, and as a judgement in it can be taken back, after its last
 * change, by the clock of the task's {@link Presence}. Then it is closed: its cells are gone, and what is said of it stays as
 * it is, for as long again at least. Where there is no room one is closed before, and is forgotten before. Not thread-safe.
 */
public final class Windows implements AutoCloseable {
    /**
     * What a window takes of the heap beside its name, about: keys, nodes and values in the maps here and in the store, on a
     * 64-bit JVM with compressed pointers.
     */
    static final int WINDOW_BYTES = 512;

    /** The same of a cell; names of classes are there once. */
    static final int CELL_BYTES = 224;

    /** One part in so many of the room may be windows that are closed. */
    private static final int CLOSED_SHARE = 4;

    private final KeyValueStore<Bytes, byte[]> store;
    private final long keptMillis;
    private final Room room;
    private final Presence presence;
    /** The one that has not changed for the longest time first. */
    private final LinkedHashMap<WindowKey, Window> windows = new LinkedHashMap<>();
    /** Of each version and size, those that are not closed. */
    private final Map<WindowKey, NavigableSet<Long>> starts = new HashMap<>();

    private long bytes;
    private long closedBytes;

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
     * @param kept how long a judgement can be taken back, after it was counted
     * @param room shared by all tasks; what is taken of it is given back by {@link #close}
     * @param now in milliseconds since 1970
     */
    public Windows(KeyValueStore<Bytes, byte[]> store, Duration kept, Room room, long now) {
        this.store = store;
        this.keptMillis = kept.toMillis();
        this.room = room;
        Map<WindowKey, Window> stored = new HashMap<>();
        byte[] seen = store.get(Presence.KEY);
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                if (entry.key.equals(Presence.KEY)) {
                    continue;
                }
                StoredCount count = StoredCount.of(entry.key);
                Window window = stored.computeIfAbsent(count.window(), key -> new Window());
                Cell cell = count.cell();
                if (cell == null) {
                    StoredCount.read(entry.value, window);
                } else {
                    window.set(cell, StoredCount.tally(entry.value), size(entry.key));
                }
            }
        }
        long touched = stored.values().stream().mapToLong(Window::touched).max().orElse(now);
        presence = Presence.of(seen, touched, now);
        stored.entrySet().stream()
                .sorted(Comparator.comparingLong(one -> one.getValue().touched()))
                .forEach(one -> add(one.getKey(), one.getValue()));
    }

    /** Counts a judgement in each of its windows, now, in milliseconds since 1970. */
    public void count(Judgement judgement, long now) {
        Cell cell = Cell.of(judgement);
        String model = judgement.guess().model().intern();
        for (WindowSize size : WindowSize.values()) {
            count(judgement, WindowKey.of(model, size, judgement.guess().time()), cell, now);
        }
    }

    private void count(Judgement judgement, WindowKey key, Cell cell, long now) {
        Window window = windows.get(key);
        if (judgement.weight() < 0 && (window == null || window.get(cell).images() == 0)) {
            // It had to go before: nothing is there to be taken back.
            return;
        }
        if (window == null) {
            window = new Window();
            add(key, window);
        } else {
            windows.remove(key);
            windows.put(key, window);
        }
        if (!window.isClosed()) {
            Tally tally =
                    window.get(cell).plus(judgement.weight(), judgement.guess().confidence());
            Bytes stored = new StoredCount(key, cell).key();
            take(window.set(cell, tally, size(stored)));
            store.put(stored, tally.images() == 0 ? null : StoredCount.value(tally));
        }
        touch(key, window, presence.at(now), !window.isClosed());
    }

    /** Those that have changed since they were asked for last. */
    public List<Evaluated> changed() {
        List<Evaluated> changed = new ArrayList<>();
        windows.forEach((key, window) -> {
            if (window.isUntold()) {
                changed.add(evaluated(key, window));
                touch(key, window, window.touched(), false);
            }
        });
        return changed;
    }

    /** The newest windows of each version and size, at most so many lengths of a window old; what changed last at the end. */
    public List<Evaluated> recent(int most, long now) {
        return windows.entrySet().stream()
                .filter(one -> {
                    WindowKey key = one.getKey();
                    Long newest = newest(key, now);
                    return !one.getValue().isClosed()
                            && key.start() <= now
                            && newest != null
                            && newest - key.start() < most * key.size().length().toMillis();
                })
                .map(one -> evaluated(one.getKey(), one.getValue()))
                .toList();
    }

    /** Whether a window is the newest of its version and size that has begun. */
    public boolean isNewest(WindowKey key, long now) {
        Long newest = newest(key, now);
        return newest != null && newest == key.start();
    }

    /**
     * Closes windows that can change no more, now, in milliseconds since 1970, and forgets those that were closed for as
     * long again: a judgement that comes even so must not begin them anew.
     */
    public void expire(long now) {
        List<WindowKey> over = new ArrayList<>();
        for (Map.Entry<WindowKey, Window> one : windows.entrySet()) {
            Window window = one.getValue();
            if (presence.at(now) <= window.touched() + keptMillis) {
                break;
            }
            if (isForgotten(one.getKey(), window, now)) {
                over.add(one.getKey());
            } else if (!window.isClosed() && isOver(one.getKey(), window, now)) {
                close(one.getKey(), window);
            }
        }
        over.forEach(this::drop);
        if (!windows.isEmpty()) {
            store.put(Presence.KEY, presence.value(now));
        }
    }

    private boolean isOver(WindowKey key, Window window, long now) {
        return window.touched() + keptMillis + key.size().length().toMillis() < presence.at(now);
    }

    private boolean isForgotten(WindowKey key, Window window, long now) {
        return window.isClosed() && isOver(key, window, now - keptMillis);
    }

    /**
     * Closes windows where there is no room, those first that have not changed for the longest time, and before them forgets
     * what is left of those that can change no more, now, in milliseconds since 1970.
     *
     * @return those that are closed, as they were
     */
    public List<Evaluated> makeRoom(long now) {
        long most = bytes - room.excess(bytes);
        List<Evaluated> closed = new ArrayList<>();
        if (bytes <= most) {
            return closed;
        }
        for (Map.Entry<WindowKey, Window> one : List.copyOf(windows.entrySet())) {
            if (bytes <= most) {
                break;
            }
            if (!one.getValue().isClosed()) {
                closed.add(evaluated(one.getKey(), one.getValue()));
                close(one.getKey(), one.getValue());
            } else if (closedBytes > most / CLOSED_SHARE || isOver(one.getKey(), one.getValue(), now)) {
                drop(one.getKey());
            }
        }
        return closed;
    }

    /** Gives its room back; the store stays. */
    @Override
    public void close() {
        take(-bytes);
    }

    private static Evaluated evaluated(WindowKey key, Window window) {
        return new Evaluated(key, Figures.of(window.cells()));
    }

    private void touch(WindowKey key, Window window, long now, boolean isUntold) {
        window.touch(now, isUntold);
        store.put(new StoredCount(key, null).key(), StoredCount.value(window));
    }

    private void add(WindowKey key, Window window) {
        windows.put(key, window);
        take(size(key) + window.bytes());
        if (window.isClosed()) {
            closedBytes += size(key);
        } else {
            starts.computeIfAbsent(versionAndSize(key), any -> new TreeSet<>()).add(key.start());
        }
    }

    private void close(WindowKey key, Window window) {
        deleteCells(key, window);
        take(-window.close());
        closedBytes += size(key);
        forgetStart(key);
        touch(key, window, window.touched(), false);
    }

    private void drop(WindowKey key) {
        Window window = Objects.requireNonNull(windows.remove(key));
        deleteCells(key, window);
        store.delete(new StoredCount(key, null).key());
        take(-size(key) - window.bytes());
        closedBytes -= window.isClosed() ? size(key) : 0;
        forgetStart(key);
    }

    private void forgetStart(WindowKey key) {
        starts.computeIfPresent(versionAndSize(key), (any, all) -> {
            all.remove(key.start());
            return all.isEmpty() ? null : all;
        });
    }

    private void deleteCells(WindowKey key, Window window) {
        window.cells().keySet().forEach(cell -> store.delete(new StoredCount(key, cell).key()));
    }

    private void take(long more) {
        bytes += more;
        room.take(more);
    }

    private static int size(Bytes storedCell) {
        return CELL_BYTES + storedCell.get().length;
    }

    private static int size(WindowKey key) {
        return WINDOW_BYTES + key.model().length();
    }

    private @Nullable Long newest(WindowKey key, long now) {
        NavigableSet<Long> all = starts.get(versionAndSize(key));
        return all == null ? null : all.floor(now);
    }

    private static WindowKey versionAndSize(WindowKey key) {
        return new WindowKey(key.model(), key.size(), 0);
    }
}
