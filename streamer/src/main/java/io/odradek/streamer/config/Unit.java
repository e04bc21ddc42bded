package io.odradek.streamer.config;

import java.util.Locale;

/** What the number of a setting counts. */
public enum Unit {
    /** It is no number, or one without a unit. */
    NONE,
    /** Bytes. */
    BYTES,
    /** Pixels of an image. */
    PIXELS,
    /** Pictures of an animation. */
    PICTURES,
    /** Images, each a record of Kafka. */
    IMAGES,
    /** Threads of this process. */
    THREADS,
    /** Partitions of a topic. */
    PARTITIONS,
    /** Replicas of a partition. */
    REPLICAS,
    /** Seconds. */
    SECONDS;

    /** For people: {@code bytes}; empty for {@link #NONE}. */
    public String tag() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
}
