package io.odradek.streamer.deadletters;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which records of the dead-letter topic count.
 *
 * @param from those with an older timestamp, which is their image's, do not
 * @param to nor do those with this timestamp or a newer one
 * @param partition of the dead-letter topic: only this one, from 0
 * @param offset only this one of that partition
 */
public record Range(Optional<Instant> from, Optional<Instant> to, OptionalInt partition, OptionalLong offset) {
    /** All of them. */
    public static final Range ALL =
            new Range(Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalLong.empty());

    /** The same of every offset. */
    public Range withoutOffset() {
        return new Range(from, to, partition, OptionalLong.empty());
    }

    /** Whether there is nothing that it leaves out. */
    public boolean isAll() {
        return equals(ALL);
    }

    /**
     * Whether a record counts.
     *
     * @param timestamp in milliseconds since 1970
     */
    public boolean contains(int itsPartition, long itsOffset, long timestamp) {
        return from.map(first -> timestamp >= first.toEpochMilli()).orElse(true)
                && to.map(behind -> timestamp < behind.toEpochMilli()).orElse(true)
                && partition.orElse(itsPartition) == itsPartition
                && offset.orElse(itsOffset) == itsOffset;
    }
}
