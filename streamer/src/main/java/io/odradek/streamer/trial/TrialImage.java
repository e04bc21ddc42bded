package io.odradek.streamer.trial;

import org.jspecify.annotations.Nullable;

/**
 * An image to be tried.
 *
 * @param topic one of {@link ImageTrial#topics()}
 * @param bytes the file, at most {@link ImageTrial#maxBytes()}; not copied, not to be changed
 * @param contentType what it is declared as, if anything
 */
public record TrialImage(
        String topic, byte[] bytes, @Nullable String contentType) {}
