package io.odradek.streamer.live.sample;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What many threads put down for one that takes it up. Holds at most so many things, of so many bytes together or one
 * alone; what is more is not taken. Thread-safe, without locks.
 */
final class Inbox<T> {
    private final Queue<Entry<T>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final int most;
    private final long mostBytes;

    private record Entry<T>(T value, long bytes) {}

    /** Empty. */
    Inbox(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Puts one down. @return whether it was taken */
    boolean offer(T value, long size) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        long together = bytes.addAndGet(size);
        if (together > mostBytes && together > size) {
            bytes.addAndGet(-size);
            count.decrementAndGet();
            return false;
        }
        queue.add(new Entry<>(value, size));
        return true;
    }

    /** Takes up what is there, each thing held until it is dealt with. */
    void drain(Consumer<T> taker) {
        // No more than there were: others may go on putting.
        for (int i = count.get(); i > 0; i--) {
            Entry<T> entry = queue.poll();
            if (entry == null) {
                return;
            }
            try {
                taker.accept(entry.value());
            } finally {
                bytes.addAndGet(-entry.bytes());
                count.decrementAndGet();
            }
        }
    }

    /** Of what is in it. */
    long bytes() {
        return bytes.get();
    }
}
