package io.odradek.streamer.message;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be classified; its reason travels in headers.
 *
 * @param value the value exactly as received
 * @param source the record's origin
 */
public record DeadLetter(byte @Nullable [] value, Source source) implements Sourced {}
