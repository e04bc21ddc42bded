package io.odradek.streamer.evaluation.window;

/**
 * A count of judgements.
 *
 * @param images how many
 * @param confidence sum of their confidences, in billionths; overflows beyond nine billion images
 */
public record Tally(long images, long confidence) {
    /** None. */
    public static final Tally NONE = new Tally(0, 0);

    /** With as many more of this confidence, or fewer. */
    public Tally plus(int weight, long confidenceOfEach) {
        return new Tally(images + weight, confidence + weight * confidenceOfEach);
    }

    /** The sum. */
    public Tally plus(Tally other) {
        return new Tally(images + other.images, confidence + other.confidence);
    }
}
