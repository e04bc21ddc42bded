package io.odradek.trainer.data;

/**
 * What an image's file is like, apart from what it shows.
 *
 * @param mediaType {@code image/png} or {@code image/jpeg}
 * @param pixels of the image in its own size: height times width
 */
public record FileKind(String mediaType, long pixels) {}
