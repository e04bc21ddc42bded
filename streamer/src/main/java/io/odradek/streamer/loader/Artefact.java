package io.odradek.streamer.loader;

import io.odradek.streamer.fetch.ModelReference;
import org.jspecify.annotations.Nullable;

/**
 * A version's file as the topic names it.
 *
 * @param sha256 the file's digest
 * @param reference where to fetch it; null when the topic holds the file itself
 * @param record which record said so: a reference that was refused is tried again only when it is published again
 */
record Artefact(String sha256, @Nullable ModelReference reference, String record) {}
