package io.odradek.streamer.live.sample;

/**
 * Something that the page shows, as it is sent.
 *
 * @param seq its number: later ones are greater
 * @param json an object, in UTF-8; read only
 */
public record Shown(long seq, byte[] json) {}
