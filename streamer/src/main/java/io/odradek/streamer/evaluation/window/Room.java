package io.odradek.streamer.evaluation.window;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that the windows of all tasks of a process may take together. A version's windows are all in one task, and most
 * often one version is labelled: so a task may have all of it, and gives back what is more than its part when another needs
 * it. Thread-safe.
 */
public final class Room {
    /** So much of the room is freed at once, one part in so many: not window by window. */
    private static final int FREED_SHARE = 8;

    private final long most;
    private final long part;
    private final AtomicLong used = new AtomicLong();

    /**
     * All of it is free.
     *
     * @param mostBytes of all tasks
     * @param tasks that there may be; each may keep a part, of half of the room
     */
    public Room(long mostBytes, int tasks) {
        this.most = mostBytes;
        this.part = mostBytes / 2 / tasks;
    }

    /** Bytes that are used, about; of all tasks. */
    public long used() {
        return used.get();
    }

    void take(long bytes) {
        used.addAndGet(bytes);
    }

    /** How much a task that has so many bytes has to free now. */
    long excess(long own) {
        long over = used.get() - most;
        return over <= 0 ? 0 : Math.max(0, Math.min(over + most / FREED_SHARE, own - part));
    }
}
