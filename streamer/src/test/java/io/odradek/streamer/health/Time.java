package io.odradek.streamer.health;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** A time that passes when a test says so. Not thread-safe. */
final class Time extends Clock {
    static final long START_MILLIS = 1_000_000;

    private long passedMillis;

    void pass(double seconds) {
        passedMillis += Math.round(seconds * 1_000);
    }

    /** As {@link System#nanoTime}. */
    long nanos() {
        return 5 + TimeUnit.MILLISECONDS.toNanos(passedMillis);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(START_MILLIS + passedMillis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
