package io.odradek.streamer.model;

import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.message.ModelRef;
import java.util.List;

/** A model that classifies tensors. Thread-safe. */
public interface Classifier {
    /** Which model this is. */
    ModelRef ref();

    /** Class names in output order. */
    List<String> labels();

    /** How an image becomes a tensor for this model. */
    InputSpec input();

    /**
     * Classifies a batch in one call of the runtime.
     *
     * @param tensors N tensors of {@code C * H * W} uint8 values, N at least 1; read only
     * @return {@code [N, classes]} probabilities
     */
    float[][] classify(List<byte[]> tensors);
}
