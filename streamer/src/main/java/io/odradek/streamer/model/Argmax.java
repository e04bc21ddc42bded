package io.odradek.streamer.model;

/** The most probable class. Pure. */
public final class Argmax {
    private Argmax() {}

    /**
     * The index of the largest, the first of several.
     *
     * @param probabilities {@code [classes]}, at least one
     * @return -1 when any is NaN or infinite: then the model has no result
     */
    public static int of(float[] probabilities) {
        int best = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (!Float.isFinite(probabilities[i])) {
                return -1;
            }
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }
}
