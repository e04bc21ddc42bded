package io.odradek.streamer.replay;

/**
 * A label that is another one now.
 *
 * @param version that gave the label of then, as in {@code fashion-mnist@7}
 * @param then the label of then
 * @param now the label of now
 */
public record Change(String version, String then, String now) {}
