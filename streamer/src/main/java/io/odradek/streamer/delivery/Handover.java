package io.odradek.streamer.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Tells the producer whose record it is about to send. Kafka Streams calls the producer from within {@code forward}, on the
 * thread of the processor, and carries nothing along but the record. Thread-safe: each thread has its own.
 */
public final class Handover {
    @SuppressWarnings("ThreadLocalUsage") // One for each streamer, and emptied behind each record.
    private final ThreadLocal<@Nullable Answer> current = new ThreadLocal<>();

    /** What the current thread forwards next. */
    public void next(Answer answer) {
        current.set(answer);
    }

    /** It was forwarded, or failed. */
    public void clear() {
        current.set(null);
    }

    /** What the current thread forwards, or null; once. */
    @Nullable
    Answer take() {
        Answer answer = current.get();
        current.set(null);
        return answer;
    }
}
