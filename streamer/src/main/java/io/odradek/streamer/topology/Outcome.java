package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.tracing.Step;

/** What became of one image. */
sealed interface Outcome {
    /**
     * It has a label.
     *
     * @param label the most probable class
     * @param index its index
     * @param probabilities {@code [classes]}
     * @param model the model that made it
     * @param step its span, ended: that of its prediction is below
     */
    record Classified(String label, int index, float[] probabilities, ModelRef model, Step step) implements Outcome {}

    /**
     * It goes to the dead letters.
     *
     * @param why the reason
     * @param step its span, ended: that of its dead letter is below
     */
    record NotClassified(Rejected why, Step step) implements Outcome {}
}
