package io.odradek.streamer.app;

/** The streamer cannot start, or cannot go on; the message says what, where and what to do. */
public final class StartException extends RuntimeException {
    /** A message for people. */
    public StartException(String message) {
        super(message);
    }

    /** A message for people, with the cause for {@code --verbose}. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
