package io.odradek.streamer.evaluation.pairing;

/** What is known of an image: a guess of a version, or a label. */
public sealed interface Arrival permits Guess, Label {
    /** Of its record, in milliseconds since 1970. */
    long time();
}
