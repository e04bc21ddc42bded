package io.odradek.streamer.cli;

import io.odradek.streamer.history.Bound;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which images of a topic: {@code --from} and {@code --to} of {@code replay} and {@code verify}. A mixin, filled by picocli. */
final class RangeOptions {
    private static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = EARLIEST,
            description =
                    "first image: earliest, an offset, offsets by partition: 0:17,3:1841 (the others from the earliest), or"
                            + " by its timestamp: 2026-11-24T08:00:00Z, or a duration: PT1H is the last hour [default"
                            + " earliest]")
    private String from = EARLIEST;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            defaultValue = LATEST,
            description = "behind the last image: latest, or as for --from [default latest]")
    private String to = LATEST;

    /** Where it begins. @throws ConfigException when it is no bound */
    Bound from(Instant now) {
        return Bounds.of("--from", EARLIEST, from, now);
    }

    /** Where it ends. @throws ConfigException when it is no bound */
    Bound to(Instant now) {
        return Bounds.of("--to", LATEST, to, now);
    }
}
