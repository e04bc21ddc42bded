package io.odradek.streamer.topology;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that knows what a test tells it, nothing at first. Thread-safe. */
public final class FakeLog implements LostImages.Log {
    final Map<Integer, Long> committed = new ConcurrentHashMap<>();
    final Map<Integer, Long> starts = new ConcurrentHashMap<>();
    /** So many questions are not answered. */
    final AtomicInteger failing = new AtomicInteger();
    /** Questions for committed offsets. */
    final AtomicInteger asked = new AtomicInteger();
    /** Questions for log starts that were answered. */
    final AtomicInteger checked = new AtomicInteger();

    @Override
    public Map<Integer, Long> committed(Set<Integer> partitions) {
        asked.incrementAndGet();
        fail();
        return Map.copyOf(committed);
    }

    @Override
    public Map<Integer, Long> starts(Set<Integer> partitions) {
        fail();
        checked.incrementAndGet();
        return Map.copyOf(starts);
    }

    private void fail() {
        if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IllegalStateException("no answer");
        }
    }
}
