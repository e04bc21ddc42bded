package io.odradek.streamer.message;

/** A value that knows which input record it answers. */
public interface Sourced {
    /** The input record that this value answers. */
    Source source();
}
