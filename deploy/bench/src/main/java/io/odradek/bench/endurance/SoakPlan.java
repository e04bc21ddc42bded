package io.odradek.bench.endurance;

import java.time.Duration;

/**
 * How a soak goes.
 *
 * @param length of all of it; its first quarter is the warm-up
 * @param rate images in a second
 * @param every between two samples
 * @param swap from one new model to the next
 * @param visit from one second instance to the next
 * @param stay how long each stays when it is ready
 * @param judged whether what the process holds is judged, not only what became of the images
 */
public record SoakPlan(
        Duration length, double rate, Duration every, Duration swap, Duration visit, Duration stay, boolean judged) {
    private static final int MOST_MINUTES = 60 * 24 * 30;

    /** @throws IllegalArgumentException names the option that is out of range */
    public SoakPlan {
        if (length.isNegative() || length.isZero() || length.toMinutes() > MOST_MINUTES) {
            throw new IllegalArgumentException(
                    "--minutes is " + length.toMinutes() + ", allowed: 1 to " + MOST_MINUTES);
        }
        if (!(rate >= 1 && rate <= 100_000)) {
            throw new IllegalArgumentException("--rate is " + rate + ", allowed: 1 to 100000");
        }
    }

    /** Options of the streamers' Java; a brief run ends before the better compiler has brought anything. */
    String java() {
        return "-Xmx512m" + (judged ? "" : " -XX:TieredStopAtLevel=1");
    }

    /** The real one. */
    public static SoakPlan of(int minutes, double rate) {
        return new SoakPlan(
                Duration.ofMinutes(minutes),
                rate,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                Duration.ofMinutes(4),
                Duration.ofSeconds(45),
                true);
    }

    /** One that shows only that everything works. */
    public static SoakPlan brief() {
        return new SoakPlan(
                Duration.ofSeconds(6),
                100,
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                false);
    }
}
