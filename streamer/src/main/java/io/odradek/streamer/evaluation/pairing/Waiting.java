package io.odradek.streamer.evaluation.pairing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the images, the oldest first, and how much of the heap it takes; the contents are in a store. Not
 * thread-safe.
 */
public final class Waiting {
    /**
     * What an entry takes of the heap beside its contents, about: two arrays, a node of the store's tree with its key, and
     * one in the map here, on a 64-bit JVM with compressed pointers.
     */
    static final int OVERHEAD_BYTES = 256;

    private record Entry(long since, int bytes) {}

    private final Map<Bytes, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    /** Begins anew. */
    public void clear() {
        entries.clear();
        bytes = 0;
    }

    /**
     * Adds an image, as the newest, or notes how large one has become that is there.
     *
     * @param since when it was added, not before that of any other; says nothing of one that is there
     * @param contentBytes of its contents
     */
    public void put(Bytes identity, long since, int contentBytes) {
        Entry before = entries.get(identity);
        entries.put(identity, new Entry(before == null ? since : before.since, contentBytes + OVERHEAD_BYTES));
        bytes += contentBytes + OVERHEAD_BYTES - (before == null ? 0 : before.bytes);
    }

    /** Removes an image, if it is there. */
    public void remove(Bytes identity) {
        Entry before = entries.remove(identity);
        bytes -= before == null ? 0 : before.bytes;
    }

    /** Heap that all of it takes, about. */
    public long bytes() {
        return bytes;
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    /** The oldest; null where there is none. */
    public @Nullable Bytes oldest() {
        Iterator<Bytes> all = entries.keySet().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** The oldest where it is there since before that time, in milliseconds since 1970; else null. */
    public @Nullable Bytes oldestBefore(long time) {
        Iterator<Map.Entry<Bytes, Entry>> all = entries.entrySet().iterator();
        if (!all.hasNext()) {
            return null;
        }
        Map.Entry<Bytes, Entry> oldest = all.next();
        return oldest.getValue().since < time ? oldest.getKey() : null;
    }
}
