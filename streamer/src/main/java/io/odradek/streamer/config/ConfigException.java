package io.odradek.streamer.config;

/** A setting is wrong; the message is one line that names it, its value and what is allowed. */
public final class ConfigException extends RuntimeException {
    /** A one-line message for people. */
    public ConfigException(String message) {
        super(message);
    }
}
