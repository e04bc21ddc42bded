package io.odradek.quickstart.measure;

/**
 * How often a model version was right by the labels that came later, as {@code streamer evaluate} tells it.
 *
 * @param images predictions that have a label by now
 * @param correct of those, right
 */
public record LiveAccuracy(int images, int correct) {
    /** Before the first label. */
    public static final LiveAccuracy NONE = new LiveAccuracy(0, 0);

    /** Correct of all, 0 to 1; 0 when there was none. */
    public double accuracy() {
        return images == 0 ? 0 : (double) correct / images;
    }

    /** Both together. */
    public LiveAccuracy plus(LiveAccuracy other) {
        return new LiveAccuracy(images + other.images, correct + other.correct);
    }
}
