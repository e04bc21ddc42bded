package io.odradek.streamer.config;

/** A command cannot do its work, or the service cannot start or go on; the message says what, where and what to do. */
public final class StreamerException extends RuntimeException {
    /** A message for people. */
    public StreamerException(String message) {
        super(message);
    }

    /** A message for people, with the cause for {@code --verbose}. */
    public StreamerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The first line of what the innermost cause of a failure says. */
    public static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
