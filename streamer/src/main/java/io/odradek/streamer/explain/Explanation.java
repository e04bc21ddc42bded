package io.odradek.streamer.explain;

import io.odradek.streamer.image.Picture;
import org.jspecify.annotations.Nullable;

/**
 * What an image looks like to a model, and what of it counts.
 *
 * @param picture the image as the model sees it, or null when it is none for the model that is live
 * @param heatmap what counts for the label, or null when that could not be found out in time
 */
public record Explanation(
        @Nullable Picture picture, @Nullable Heatmap heatmap) {
    /** Nothing is known. */
    public static final Explanation NONE = new Explanation(null, null);
}
