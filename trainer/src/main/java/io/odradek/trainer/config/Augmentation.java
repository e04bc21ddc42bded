package io.odradek.trainer.config;

import java.util.Map;

/**
 * How training images vary from epoch to epoch. Immutable.
 *
 * @param shuffle whether each epoch has an order of its own; otherwise they come as stored
 * @param flip whether half of them are mirrored, left for right
 * @param shift at most so many pixels an image is moved, in each direction, over black; 0 to 32
 * @param erase side of a square that is blackened at a random place, in pixels, 0 to 128; 0 is none
 */
public record Augmentation(boolean shuffle, boolean flip, int shift, int erase) {
    /** Images as they are, in the order in which they are stored. */
    public static final Augmentation NONE = new Augmentation(false, false, 0, 0);

    /** Refuses values out of range, naming the command line's option. */
    public Augmentation {
        Range.require("--shift", shift, 0, 32);
        Range.require("--erase", erase, 0, 128);
    }

    void describe(Map<String, Object> facts) {
        facts.put("shuffle", shuffle);
        facts.put("flip", flip);
        facts.put("shift", shift);
        facts.put("erase", erase);
    }
}
