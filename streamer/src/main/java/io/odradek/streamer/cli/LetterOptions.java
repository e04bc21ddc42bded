package io.odradek.streamer.cli;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Nearest;
import io.odradek.streamer.deadletters.Query;
import io.odradek.streamer.deadletters.Range;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. A mixin, filled by picocli. */
final class LetterOptions {
    private static final String PARTITION = "--partition";
    private static final String OFFSET = "--offset";

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            split = ",",
            description = "only dead letters with this reason, or one of these; inspect counts the others too")
    private List<String> reasons = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "leave out older images: 2026-11-24T08:00:00Z, or a duration: PT1H is the last hour")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "leave out images of this time and younger ones; as for --from")
    private @Nullable String to;

    @Option(names = PARTITION, paramLabel = "N", description = "only this partition of the dead-letter topic")
    private @Nullable Integer partition;

    @Option(names = OFFSET, paramLabel = "N", description = "only the dead letter at this offset of --partition")
    private @Nullable Long offset;

    /** Where and when. @throws ConfigException names the option that is wrong */
    Range range(Instant now) {
        if (offset != null && partition == null) {
            throw new ConfigException(OFFSET + " is " + offset + ", allowed: with " + PARTITION + " alone");
        }
        return new Range(
                moment("--from", from, now),
                moment("--to", to, now),
                partition == null ? OptionalInt.empty() : OptionalInt.of((int) natural(PARTITION, partition)),
                offset == null ? OptionalLong.empty() : OptionalLong.of(natural(OFFSET, offset)));
    }

    /**
     * Why; all reasons where there is none.
     *
     * @param allowed the reasons that there are
     * @throws ConfigException names the first that there is not
     */
    Set<String> reasons(List<String> allowed) {
        for (String reason : reasons) {
            if (!allowed.contains(reason)) {
                throw new ConfigException("--reason is \"" + reason + "\" (did you mean " + Nearest.to(reason, allowed)
                        + "?), allowed: " + String.join(", ", allowed));
            }
        }
        return new LinkedHashSet<>(reasons);
    }

    /** {@link #reasons(List)} of all that there are. */
    Set<String> reasons() {
        return reasons(Query.allReasons());
    }

    private static Optional<Instant> moment(String option, @Nullable String text, Instant now) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Moment.of(text, now)
                .orElseThrow(() -> new ConfigException(option + " is \"" + text + "\", allowed: " + Moment.ALLOWED)));
    }

    private static long natural(String option, long number) {
        if (number < 0) {
            throw new ConfigException(option + " is " + number + ", allowed: 0 or more");
        }
        return number;
    }
}
