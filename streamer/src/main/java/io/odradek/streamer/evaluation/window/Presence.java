package io.odradek.streamer.evaluation.window;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a task was somewhere: milliseconds since 1970 less those in which it was nowhere, because a backlog
 * builds up in them. It goes on with what the store says, so that a start soon after another does not forget a long absence.
 *
 * @param absent milliseconds in which it was nowhere
 */
record Presence(long absent) {
    /** In a store; no count has such a key. */
    static final Bytes KEY = Bytes.wrap(new byte[] {0});

    /**
     * Of a task that is there again, now.
     *
     * @param stored what {@link #value} gave; null where there is none
     * @param touched without it, the last sign of the task
     */
    static Presence of(byte @Nullable [] stored, long touched, long now) {
        if (stored == null) {
            return new Presence(Math.max(0, now - touched));
        }
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        long seen = buffer.getLong();
        return new Presence(buffer.getLong() + Math.max(0, now - seen));
    }

    /** That the task is there, now. */
    byte[] value(long now) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(now).putLong(absent).array();
    }

    /** What the time is by this clock. */
    long at(long now) {
        return now - absent;
    }
}
