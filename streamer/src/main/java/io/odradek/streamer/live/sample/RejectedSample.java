package io.odradek.streamer.live.sample;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.message.Source;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter on its way to the live page.
 *
 * @param model the model's name
 * @param source the record
 * @param why the reason
 * @param bytes of the value
 * @param first the value's first bytes; null where it has none
 * @param value the value, where a picture may be found in it
 */
record RejectedSample(
        String model, Source source, Rejected why, int bytes, byte @Nullable [] first, byte @Nullable [] value) {}
