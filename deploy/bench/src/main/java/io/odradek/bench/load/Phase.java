package io.odradek.bench.load;

import java.util.Locale;

/** What a run is at. Each image carries the phase in which it was sent. */
public enum Phase {
    /** What comes of it does not count. */
    WARM_UP,
    /** As many images at once as show what is sustained. */
    BURST,
    /** Normal load, before the overload. */
    BEFORE,
    /** Too many. */
    OVERLOAD,
    /** Normal load, while a backlog is worked off. */
    DRAIN,
    /** Normal load, when the backlog is gone. */
    AFTER,
    /** Normal load and everything that happens to a streamer. */
    SOAK;

    /** For people. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
