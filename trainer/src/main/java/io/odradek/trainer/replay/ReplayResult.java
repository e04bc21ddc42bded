package io.odradek.trainer.replay;

import org.jspecify.annotations.Nullable;

/**
 * What became of a replay.
 *
 * @param sent images that Kafka acknowledged
 * @param failed images and labels that it did not
 * @param seconds from the first send until the last acknowledgement
 * @param firstFailure why the first of them failed, null where none did
 */
public record ReplayResult(
        long sent, long failed, double seconds, @Nullable String firstFailure) {}
