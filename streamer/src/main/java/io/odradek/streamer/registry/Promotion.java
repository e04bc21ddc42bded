package io.odradek.streamer.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a decision: the topic was read back. */
public sealed interface Promotion {
    /** Where the pointer was written, in partition 0. */
    long offset();

    /**
     * This decision is the newest.
     *
     * @param overwrote decisions that came in between reading and writing: this one does not build on them, and its
     *     {@code previous} does not name what they made live. They are reported and not merged: a second write could
     *     overrule somebody who was told just before that his decision is in force.
     */
    record InForce(long offset, List<StoredPointer> overwrote) implements Promotion {
        /** Copies the list. */
        public InForce {
            overwrote = List.copyOf(overwrote);
        }
    }

    /**
     * Somebody decided later.
     *
     * @param newer the decision in force, or null when the pointer was deleted
     */
    record Superseded(long offset, @Nullable StoredPointer newer) implements Promotion {}
}
