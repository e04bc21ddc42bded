package io.odradek.streamer.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Who decides when and why.
 *
 * @param id unique to this decision
 * @param by as in {@code ana@laptop}
 * @param at ISO-8601 in UTC, whole seconds
 * @param reason one line
 */
public record Decision(String id, String by, String at, String reason) {
    /** A decision taken now. */
    public static Decision now(String by, String reason) {
        return new Decision(
                UUID.randomUUID().toString(),
                by,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                reason);
    }
}
