package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How much is measured of each contestant.
 *
 * @param rounds how often it gets a turn
 * @param warmUp images before the first, at least; empty for those of two turns
 * @param longestWarmUp how long Java's compiler is waited for then
 */
public record Effort(int rounds, OptionalInt warmUp, Duration longestWarmUp) {
    /** @throws IllegalArgumentException names the option that is out of range */
    public Effort {
        Options.require("--rounds", rounds, 1, 100);
        Options.require("--longest-warm-up", (int) longestWarmUp.toSeconds(), 0, 3_600);
        warmUp.ifPresent(images -> Options.require("--warm-up", images, 100, 100_000_000));
    }

    int warmUp(Entry entry) {
        return warmUp.orElse(2 * entry.images());
    }
}
