package io.odradek.streamer.kit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A time that passes when a test says so. Thread-safe. */
public final class ManualClock extends Clock {
    private final long startMillis;
    private final AtomicLong passedMillis = new AtomicLong();

    public ManualClock(Instant start) {
        this.startMillis = start.toEpochMilli();
    }

    public void pass(double seconds) {
        passedMillis.addAndGet(Math.round(seconds * 1_000));
    }

    /** As {@link System#nanoTime}. */
    public long nanos() {
        return 5 + TimeUnit.MILLISECONDS.toNanos(passedMillis.get());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(startMillis + passedMillis.get());
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
