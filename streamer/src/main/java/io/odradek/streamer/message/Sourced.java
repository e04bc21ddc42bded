package io.odradek.streamer.message;

/** A value that knows which input record it answers. */
public interface Sourced {
    /** Header: the image's id, for who joins predictions with labels; the last one counts. */
    String ID = "odradek-id";

    /** The input record that this value answers. */
    Source source();
}
