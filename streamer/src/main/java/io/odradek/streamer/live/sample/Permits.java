package io.odradek.streamer.live.sample;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many images may still become samples, by what makes them worth it. A clock grants a few now and then; who classifies
 * only looks, which costs some plain reads an image while there is nothing to take. A class's permit waits for an image of
 * that class, however rare. Thread-safe, without locks.
 */
final class Permits {
    /** Classes with a permit of their own. */
    static final int CLASSES = 100;

    /** Below this probability of its label an image counts as unsure. */
    static final float UNSURE_BELOW = 0.5f;

    /** No sample. */
    static final int NONE = -1;
    /** Whatever comes. */
    static final int ANY = CLASSES;
    /** What the model is not sure of. */
    static final int UNSURE = CLASSES + 1;

    private final AtomicIntegerArray classes = new AtomicIntegerArray(CLASSES);
    private final AtomicInteger any = new AtomicInteger();
    private final AtomicInteger unsure = new AtomicInteger();

    /**
     * Takes a permit where there is one.
     *
     * @param index of the label
     * @param confidence its probability
     * @return what it was for: a class's index, {@link #ANY}, {@link #UNSURE}, or {@link #NONE}
     */
    int claim(int index, float confidence) {
        if (index < CLASSES && classes.getOpaque(index) > 0 && classes.compareAndSet(index, 1, 0)) {
            return index;
        }
        if (confidence < UNSURE_BELOW && take(unsure)) {
            return UNSURE;
        }
        return take(any) ? ANY : NONE;
    }

    /** Below 0 it falls by one for each thread at most, until the next grant. */
    private static boolean take(AtomicInteger permits) {
        return permits.getOpaque() > 0 && permits.getAndDecrement() > 0;
    }

    /** For so many images, whatever they are; those from before are over. */
    void grantAny(int images) {
        any.set(images);
    }

    /** For one image that the model is not sure of. */
    void grantUnsure() {
        unsure.set(1);
    }

    /** For one image of this class. */
    void grantClass(int index) {
        classes.set(index, 1);
    }
}
