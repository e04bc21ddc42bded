package io.odradek.streamer.deadletters.replay;

import io.odradek.streamer.deadletters.Range;
import java.util.Set;

/**
 * What is to be sent again, and how.
 *
 * @param range which dead letters
 * @param reasons those with one of these reasons, all where there is none
 * @param attempts an image that was sent again so often is not sent once more, 1 or more
 * @param rate images in a second, 0 for as fast as they go
 * @param keepsTimestamps whether an image gets its dead letter's timestamp, and not the time at which it is sent
 * @param isDryRun whether nothing is sent
 */
public record Order(
        Range range, Set<String> reasons, int attempts, int rate, boolean keepsTimestamps, boolean isDryRun) {
    /** Copies the set. */
    public Order {
        reasons = Set.copyOf(reasons);
    }
}
