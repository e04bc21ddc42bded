package io.odradek.streamer.evaluation.pairing;

import org.jspecify.annotations.Nullable;

/**
 * A label's record.
 *
 * @param key as received; not copied, read only
 * @param value as received; not copied, read only
 * @param id its header {@code odradek-id}; not copied, read only
 */
public record LabelRecord(byte @Nullable [] key, byte[] value, byte @Nullable [] id) {}
