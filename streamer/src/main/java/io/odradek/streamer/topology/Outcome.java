package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.message.ModelRef;
import org.jspecify.annotations.Nullable;

/** What became of one image. */
sealed interface Outcome {
    /** The image's id, where its envelope has one. */
    @Nullable
    String id();

    /**
     * It has a label.
     *
     * @param label the most probable class
     * @param index its index
     * @param probabilities {@code [classes]}
     * @param model the model that made it
     * @param id the image's own
     */
    record Classified(
            String label,
            int index,
            float[] probabilities,
            ModelRef model,
            @Nullable String id) implements Outcome {}

    /** It goes to the dead letters. */
    record NotClassified(Rejected why, @Nullable String id) implements Outcome {}
}
