package io.odradek.streamer.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted in a second, and up to its end.
 *
 * @param answered images that were answered in it, by a prediction or a dead letter
 * @param rejected those of them that became dead letters
 * @param p50 median time of the answers that were out in it, from the image's timestamp until its answer was out; in seconds, null for none
 * @param p99 the 99th percentile of the same
 * @param predictions since the start, by model and by class: few classes of each model
 * @param reasons dead letters since the start, by reason
 */
public record Second(
        long answered,
        long rejected,
        @Nullable Double p50,
        @Nullable Double p99,
        Map<String, Map<String, Long>> predictions,
        Map<String, Long> reasons) {
    /** Copies the maps. */
    public Second {
        predictions = Map.copyOf(predictions);
        reasons = Map.copyOf(reasons);
    }
}
