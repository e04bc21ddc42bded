package io.odradek.streamer.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A time on the command line. Stateless. */
final class Moment {
    /** For a complaint. */
    static final String ALLOWED = "a time with its zone such as 2026-11-24T08:00:00Z, or a duration such as PT1H";

    private Moment() {}

    /** A time with its zone, or so long before {@code now}; nothing where the text is neither. */
    static Optional<Instant> of(String text, Instant now) {
        try {
            return Optional.of(
                    text.startsWith("P")
                            ? now.minus(Duration.parse(text))
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
