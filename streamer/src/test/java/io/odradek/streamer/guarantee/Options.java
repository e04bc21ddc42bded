package io.odradek.streamer.guarantee;

import java.time.Duration;
import java.util.List;

/**
 * What a run is asked to do.
 *
 * @param seed of the first round, at least 0; the next round has the next one
 * @param minutes in all, 1 to 10,000
 * @param only these faults; all when empty
 * @param images the least number in each phase, at least 1
 */
record Options(long seed, int minutes, List<Fault> only, int images) {
    /** The number of images unless it is said. */
    static final int IMAGES = 20_000;

    /** Longer runs are several rounds: a phase fits into memory, and a failure is played again in minutes. */
    private static final int LONGEST_ROUND_MINUTES = 10;

    /** The start of brokers and streamers, and the last answers. */
    private static final Duration AROUND = Duration.ofSeconds(35);

    /** What breaking and mending takes, for one second of holding. */
    private static final double EFFORT = 2;

    /** Validates. */
    Options {
        require(seed >= 0, "--seed", seed, "0 or more");
        require(minutes >= 1 && minutes <= 10_000, "--minutes", minutes, "1 to 10000");
        require(images >= 1, "--images", images, "1 or more");
        only = List.copyOf(only);
    }

    private static void require(boolean met, String name, Object value, String allowed) {
        if (!met) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: " + allowed);
        }
    }

    int rounds() {
        return (minutes + LONGEST_ROUND_MINUTES - 1) / LONGEST_ROUND_MINUTES;
    }

    /** What the strikes of one phase may take. */
    Duration strikes() {
        Duration phase = Duration.ofMinutes(minutes).dividedBy(rounds()).dividedBy(Promise.values().length);
        return Duration.ofMillis((long) (phase.minus(AROUND).toMillis() / EFFORT));
    }

    /** How a round is played again. */
    String replay(long seed) {
        StringBuilder command = new StringBuilder(
                "deploy/guarantee.sh --seed " + seed + " --minutes " + Math.max(1, minutes / rounds()));
        only.forEach(fault -> command.append(" --only ").append(fault.tag()));
        if (images != IMAGES) {
            command.append(" --images ").append(images);
        }
        return command.toString();
    }
}
