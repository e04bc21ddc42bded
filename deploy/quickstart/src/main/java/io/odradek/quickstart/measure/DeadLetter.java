package io.odradek.quickstart.measure;

/**
 * An image that the streamer set aside.
 *
 * @param source the image
 * @param reason the typed reason, such as {@code undecodable}
 */
public record DeadLetter(Source source, String reason) {}
