package io.odradek.streamer.evaluation.window;

import java.time.Instant;

/**
 * Names a window of a version.
 *
 * @param model {@code name@version}
 * @param size how long it is
 * @param start its first moment, in milliseconds since 1970
 */
public record WindowKey(String model, WindowSize size, long start) {
    /** The window that a prediction of that time is in. */
    public static WindowKey of(String model, WindowSize size, long time) {
        return new WindowKey(model, size, size.start(time));
    }

    /** When it ends, in milliseconds since 1970. */
    public long end() {
        return start + size.length().toMillis();
    }

    /** As the key of its record: {@code fashion-mnist@7/hour/2026-11-29T12:00:00Z}. */
    public String text() {
        return model + "/" + size.tag() + "/" + Instant.ofEpochMilli(start);
    }
}
