package io.odradek.streamer.loader;

import java.io.IOException;

/** A file could not be tried, which says nothing about it: the same may be tried again. */
final class NotTriedException extends IOException {
    NotTriedException(String message) {
        super(message);
    }
}
