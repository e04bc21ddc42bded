package io.odradek.streamer.evaluation.window;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long the windows are; each begins at a whole minute, hour or day in UTC. */
public enum WindowSize {
    /** 60 s. */
    MINUTE('m', Duration.ofMinutes(1)),
    /** 60 minutes. */
    HOUR('h', Duration.ofHours(1)),
    /** 24 hours. */
    DAY('d', Duration.ofDays(1));

    private final char code;
    private final Duration length;

    WindowSize(char code, Duration length) {
        this.code = code;
        this.length = length;
    }

    /** As in a store. */
    byte code() {
        return (byte) code;
    }

    /** The one with this code. @throws IllegalStateException when there is none */
    static WindowSize ofCode(byte code) {
        return Arrays.stream(values())
                .filter(size -> size.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no size of a window has the code " + code));
    }

    /** As in records and metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From its first moment to the next one's. */
    public Duration length() {
        return length;
    }

    /** The start of the window that a time is in, both in milliseconds since 1970. */
    public long start(long time) {
        return Math.floorDiv(time, length.toMillis()) * length.toMillis();
    }
}
