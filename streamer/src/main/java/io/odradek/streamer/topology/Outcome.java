package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.live.sample.Sample;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.tracing.Step;
import org.jspecify.annotations.Nullable;

/** What became of one image. */
public sealed interface Outcome {
    /** The image's id, where its envelope has one. */
    @Nullable
    String id();

    /** Its span, ended. */
    Step step();

    /**
     * It has a label.
     *
     * @param label the most probable class
     * @param index its index
     * @param probabilities {@code [classes]}
     * @param model the model that made it
     * @param id the image's own
     * @param step its span, ended: that of its prediction is below
     * @param sample what the live page shows of it; null for nearly all
     */
    record Classified(
            String label,
            int index,
            float[] probabilities,
            ModelRef model,
            @Nullable String id,
            Step step,
            @Nullable Sample sample)
            implements Outcome {}

    /**
     * It goes to the dead letters.
     *
     * @param why the reason
     * @param id the image's own
     * @param step its span, ended: that of its dead letter is below
     */
    record NotClassified(Rejected why, @Nullable String id, Step step) implements Outcome {}
}
