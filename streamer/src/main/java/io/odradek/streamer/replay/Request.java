package io.odradek.streamer.replay;

import io.odradek.streamer.history.Bound;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be replayed.
 *
 * @param images the topic
 * @param predictions where what was said of them lies
 * @param labels the topic of true labels; empty for none
 * @param needsLabels whether that topic must be there
 * @param partitions of the images; empty for all
 * @param from where the range of images begins
 * @param to where it ends, without the image there
 * @param rate images, predictions and labels that are read in a second, 0 for as many as come
 */
public record Request(
        String images,
        String predictions,
        Optional<String> labels,
        boolean needsLabels,
        Set<Integer> partitions,
        Bound from,
        Bound to,
        int rate) {
    /** Copies the set. */
    public Request {
        partitions = Set.copyOf(partitions);
    }
}
