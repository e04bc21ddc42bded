package io.odradek.streamer.config;

/**
 * A value and where it came from. The value may be a secret: {@link #toString()} does not show it.
 *
 * @param value as it was given
 * @param origin where
 */
public record Given(String value, Origin origin) {
    @Override
    public String toString() {
        return "given by " + origin;
    }
}
