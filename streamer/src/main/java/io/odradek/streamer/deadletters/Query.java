package io.odradek.streamer.deadletters;

import io.odradek.streamer.image.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is looked for.
 *
 * @param from dead letters with an older timestamp do not count
 * @param reason the preview shows only these; the counts are of all
 * @param limit how many the preview shows, the newest, 0 to 1000
 */
public record Query(Instant from, Optional<String> reason, int limit) {
    /** What may be looked for as a reason. */
    public static List<String> reasons() {
        return Stream.concat(
                        Arrays.stream(Reason.values()).map(Reason::name), Stream.of(Letter.FOREIGN, Letter.UNKNOWN))
                .toList();
    }
}
