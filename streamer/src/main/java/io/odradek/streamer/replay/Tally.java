package io.odradek.streamer.replay;

/** How many images, and how sure the models were of them. Not thread-safe. */
public final class Tally {
    private long images;
    private double confidenceThen;
    private double confidenceNow;

    void add(float then, float now) {
        images++;
        confidenceThen += then;
        confidenceNow += now;
    }

    void add(Tally other) {
        images += other.images;
        confidenceThen += other.confidenceThen;
        confidenceNow += other.confidenceNow;
    }

    /** How many. */
    public long images() {
        return images;
    }

    /** Mean probability of the label of then, by the model of then, 0 to 1; NaN of no image. */
    public double confidenceThen() {
        return confidenceThen / images;
    }

    /** Mean probability of the label of now, 0 to 1; NaN of no image. */
    public double confidenceNow() {
        return confidenceNow / images;
    }
}
