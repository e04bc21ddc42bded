package io.odradek.streamer.verify;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Images by what became of them: {@code inputs} is {@code predicted + deadLettered + pending + unknown} and those lost,
 * less those with both.
 *
 * @param inputs visible images
 * @param predicted with a prediction
 * @param deadLettered with a dead letter
 * @param pending without an answer, and the group has not come to them
 * @param unknown without an answer, and Kafka may have removed it
 * @param faults how many of each; every one is there
 */
public record Counts(
        long inputs, long predicted, long deadLettered, long pending, long unknown, Map<Fault, Long> faults) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, Map.of());

    /** Fills the map up. */
    public Counts {
        Map<Fault, Long> all = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            all.put(fault, faults.getOrDefault(fault, 0L));
        }
        faults = Collections.unmodifiableMap(all);
    }

    /** How many of a fault. */
    public long of(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    Counts and(Counts other) {
        Map<Fault, Long> sums = new EnumMap<>(faults);
        other.faults.forEach((fault, count) -> sums.merge(fault, count, Long::sum));
        return new Counts(
                inputs + other.inputs,
                predicted + other.predicted,
                deadLettered + other.deadLettered,
                pending + other.pending,
                unknown + other.unknown,
                sums);
    }
}
