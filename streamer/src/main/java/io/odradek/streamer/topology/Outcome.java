package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.message.ModelRef;

/** What became of one image. */
sealed interface Outcome {
    /**
     * It has a label.
     *
     * @param label the most probable class
     * @param index its index
     * @param probabilities {@code [classes]}
     * @param model the model that made it
     */
    record Classified(String label, int index, float[] probabilities, ModelRef model) implements Outcome {}

    /** It goes to the dead letters. */
    record NotClassified(Rejected why) implements Outcome {}
}
