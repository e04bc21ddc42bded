package io.odradek.streamer.replay;

import io.odradek.streamer.history.Range;

/**
 * What the model says of the images of one partition, by offset: 8 bytes each, 12 with true labels. First one thread enters the answers, then,
 * when it has ended, any threads {@link #take} them.
 */
final class Answers {
    private static final int BYTES_PER_OFFSET = Integer.BYTES + Float.BYTES;
    static final long MOST_OFFSETS = Integer.MAX_VALUE - 64;

    /** There is no image, or what was said of it then was compared already. */
    static final int NONE = -2;
    /** The image was rejected. */
    static final int REJECTED = -1;

    private final Range range;
    /** Each {@code index - NONE}, so that 0 is {@link #NONE}. */
    private final int[] indexes;

    private final float[] confidences;
    /** The number of each true label; empty where there are none. */
    private final int[] truths;

    private long next;
    private long classified;
    private long rejected;
    private long taken; // guarded by this

    /**
     * Of none yet.
     *
     * @param range of at most {@link #MOST_OFFSETS}
     * @param labelled whether there are true labels
     */
    Answers(Range range, boolean labelled) {
        this.range = range;
        this.indexes = new int[(int) range.size()];
        this.confidences = new float[(int) range.size()];
        this.truths = new int[labelled ? (int) range.size() : 0];
        this.next = range.from();
    }

    static int bytesPerOffset(boolean labelled) {
        return BYTES_PER_OFFSET + (labelled ? Integer.BYTES : 0);
    }

    Range range() {
        return range;
    }

    /** Enters a class and its probability. */
    void classified(long offset, int index, float confidence) {
        indexes[at(offset)] = index - NONE;
        confidences[at(offset)] = confidence;
        classified++;
        next = offset + 1;
    }

    /** Enters the number of a true label. */
    void labelled(long offset, int number) {
        truths[at(offset)] = number;
    }

    /** The number of an image's true label, or {@link Labels#NONE}. */
    int truth(long offset) {
        return truths.length == 0 ? Labels.NONE : truths[at(offset)];
    }

    /** Enters that there is none. */
    void rejected(long offset) {
        indexes[at(offset)] = REJECTED - NONE;
        rejected++;
        next = offset + 1;
    }

    /** The index of an image's class, {@link #REJECTED}, or {@link #NONE}, once. */
    synchronized int take(long offset) {
        if (!range.contains(offset)) {
            return NONE;
        }
        int index = indexes[at(offset)] + NONE;
        if (index != NONE) {
            indexes[at(offset)] = 0;
            taken++;
        }
        return index;
    }

    /** Whether none is left to take. */
    synchronized boolean isTaken() {
        return taken == classified + rejected;
    }

    /** The probability of an image's class, 0 to 1. */
    float confidence(long offset) {
        return confidences[at(offset)];
    }

    /** Behind the last image that was entered. */
    long next() {
        return next;
    }

    long classified() {
        return classified;
    }

    long rejected() {
        return rejected;
    }

    private int at(long offset) {
        return (int) (offset - range.from());
    }
}
