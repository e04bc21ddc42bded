package io.odradek.streamer.live.sample;

import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classified image on its way to the live page: it becomes small at once, aside, and is shown when its answer is out.
 * One thread answers, another one looks.
 */
public final class Sample {
    /** What it was chosen for, see {@link Permits}. */
    final int kind;

    final ModelRef model;
    /** Class names in output order. */
    final List<String> labels;
    /** {@code [classes]}. */
    final float[] probabilities;
    /** Of the label. */
    final int index;

    private final InputSpec input;
    /** Of who makes it small, once it is put down. */
    private byte @Nullable [] tensor;

    private @Nullable Thumbnail thumbnail;
    private volatile @Nullable Answer answer;

    /**
     * What is known when the answer is out.
     *
     * @param source the image's record
     * @param id the image's id, where it has one
     * @param seconds from the image's timestamp until then
     */
    record Answer(Source source, @Nullable String id, double seconds) {}

    Sample(
            int kind,
            ModelRef model,
            List<String> labels,
            InputSpec input,
            float[] probabilities,
            int index,
            byte[] tensor) {
        this.kind = kind;
        this.model = model;
        this.labels = labels;
        this.input = input;
        this.probabilities = probabilities;
        this.index = index;
        this.tensor = tensor;
    }

    /**
     * The image's answer is out; a sample of which this is never said is never shown.
     *
     * @param source the image's record
     * @param id the image's id, where it has one
     * @param seconds from the image's timestamp until now
     */
    public void answered(Source source, @Nullable String id, double seconds) {
        answer = new Answer(source, id, seconds);
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    /** Makes the small copy, and lets the tensor go. */
    void shrink() {
        byte[] large = tensor;
        if (large != null) {
            thumbnail = Thumbnail.of(Picture.of(large, input));
            tensor = null;
        }
    }

    @Nullable
    Thumbnail thumbnail() {
        return thumbnail;
    }
}
