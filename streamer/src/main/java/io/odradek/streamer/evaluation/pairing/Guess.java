package io.odradek.streamer.evaluation.pairing;

/**
 * A prediction, without what is not counted.
 *
 * @param model who made it, {@code name@version}
 * @param label the class that it names
 * @param confidence its probability, in billionths: whole numbers add up to the same in any order
 * @param time of its record, which is the image's, in milliseconds since 1970
 */
public record Guess(String model, String label, int confidence, long time) implements Arrival {
    /** A confidence of 1. */
    public static final int CERTAIN = 1_000_000_000;

    /** Billionths of a probability, which rounding may leave a little outside of 0 to 1. */
    public static int billionths(float probability) {
        return (int) Math.max(0, Math.min(CERTAIN, Math.round((double) probability * CERTAIN)));
    }
}
