package io.odradek.streamer.fetch;

import java.time.Duration;

/**
 * How long an origin is given.
 *
 * @param connect to accept a connection
 * @param silence between two pieces of its answer
 * @param overall for everything; while it lasts, no other file is fetched unless another one is wanted
 */
record Timeouts(Duration connect, Duration silence, Duration overall) {
    static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(10));
}
