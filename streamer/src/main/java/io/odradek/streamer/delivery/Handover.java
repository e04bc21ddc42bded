package io.odradek.streamer.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Tells the producer whose record it is about to send, and when it need not wait for more. Kafka Streams calls the producer
 * from within {@code forward}, on the thread of the processor, and carries nothing along but the record. Thread-safe: each
 * thread has its own.
 */
public final class Handover {
    @SuppressWarnings("ThreadLocalUsage") // One for each streamer, and emptied behind each record.
    private final ThreadLocal<Slot> slots = ThreadLocal.withInitial(Slot::new);

    private static final class Slot {
        private @Nullable Answer answer;
        /** Has got records since it was last told to send what it has. */
        private @Nullable AnswerProducer filled;
    }

    /** What the current thread forwards next. */
    public void next(Answer answer) {
        slots.get().answer = answer;
    }

    /** It was forwarded, or failed. */
    public void clear() {
        slots.get().answer = null;
    }

    /**
     * The current thread has no more for now: what it forwarded leaves without waiting for company. Returns at once; does
     * nothing where nothing was forwarded.
     */
    public void rest() {
        Slot slot = slots.get();
        AnswerProducer producer = slot.filled;
        if (producer != null) {
            slot.filled = null;
            producer.hurry();
        }
    }

    /** What the current thread forwards, or null; once. */
    @Nullable
    Answer take() {
        Slot slot = slots.get();
        Answer answer = slot.answer;
        slot.answer = null;
        return answer;
    }

    /** The current thread forwarded through this producer. */
    void filled(AnswerProducer producer) {
        slots.get().filled = producer;
    }
}
