package io.odradek.trainer.publish;

/**
 * An artefact in the registry.
 *
 * @param offset of its record in partition 0
 * @param sha256 of the file
 * @param isNew false where the same bytes had been there before
 */
public record Published(long offset, String sha256, boolean isNew) {}
