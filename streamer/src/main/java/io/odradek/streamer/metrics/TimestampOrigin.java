package io.odradek.streamer.metrics;

import java.util.Locale;

/** Whose clock a record's timestamp is from. */
public enum TimestampOrigin {
    /** The producer's, when it made the record ({@code CreateTime}). */
    CREATE,
    /** The broker's, when it wrote the record ({@code LogAppendTime}). */
    APPEND;

    /** As a label. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
