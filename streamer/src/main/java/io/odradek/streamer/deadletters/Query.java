package io.odradek.streamer.deadletters;

import io.odradek.streamer.image.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is looked for.
 *
 * @param range others do not count
 * @param reasons the preview shows only these, all where there is none; the counts are of all
 * @param limit how many the preview shows, the newest, 0 to 1000
 */
public record Query(Range range, Set<String> reasons, int limit) {
    /** Copies the set. */
    public Query {
        reasons = Set.copyOf(reasons);
    }

    /** What may be looked for as a reason. */
    public static List<String> allReasons() {
        return Stream.concat(
                        Arrays.stream(Reason.values()).map(Reason::name), Stream.of(Letter.FOREIGN, Letter.UNKNOWN))
                .toList();
    }
}
