package io.odradek.streamer.history;

import java.time.Instant;
import java.util.Map;

/** Where a range of images begins, or ends before. */
public sealed interface Bound {
    /** With the oldest image that is there, or behind the newest. */
    record Edge() implements Bound {}

    /** At each partition's first image whose timestamp is not older than this. */
    record At(Instant time) implements Bound {}

    /** At an offset, in each partition. */
    record Offset(long offset) implements Bound {}

    /** At an offset of its own in each of these partitions, by number; in the others with their {@link Edge}. */
    record Offsets(Map<Integer, Long> byPartition) implements Bound {
        /** Copies the map. */
        public Offsets {
            byPartition = Map.copyOf(byPartition);
        }
    }
}
