package io.odradek.streamer.registry;

/**
 * An artefact in the registry.
 *
 * @param offset of its record in partition 0
 * @param isNew false where the same bytes had been there before
 */
public record Published(long offset, boolean isNew) {}
