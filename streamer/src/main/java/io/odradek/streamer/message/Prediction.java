package io.odradek.streamer.message;

/**
 * The answer to one image.
 *
 * @param label the most probable class
 * @param index its index in the model's labels
 * @param probabilities {@code [classes]}, each 0 to 1; not copied, read only
 * @param model the model that really made this prediction
 * @param source the image's record
 */
public record Prediction(String label, int index, float[] probabilities, ModelRef model, Source source)
        implements Sourced {
    /** The probability of {@link #label()}, 0 to 1. */
    public float confidence() {
        return probabilities[index];
    }
}
