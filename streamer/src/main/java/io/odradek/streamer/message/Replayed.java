package io.odradek.streamer.message;

/** The headers of an image that was sent again, and of its answers: where it comes from, and how often. Stateless. */
public final class Replayed {
    /** Header: the dead letter that was sent, as in {@code images-dlq-3@17}. */
    public static final String LETTER = "odradek-replayed";

    /** Header: how many times the image has been sent again, this one included, from 1. */
    public static final String TIMES = "odradek-replays";

    /** Header: where the image lay at first, as in {@code images-3@90}. */
    public static final String IMAGE = "odradek-replayed-image";

    /** Header: the timestamp that it had there, as in {@code 2026-11-24T08:00:00Z}. */
    public static final String TIME = "odradek-replayed-time";

    private Replayed() {}
}
