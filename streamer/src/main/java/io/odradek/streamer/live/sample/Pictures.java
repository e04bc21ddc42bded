package io.odradek.streamer.live.sample;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for pictures in values that no model took. Anybody may have made those, also to be slow: at most two a second are
 * decoded, small files of few pixels only, and decoding takes at most a hundredth of the time. Not thread-safe.
 */
final class Pictures {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_PIXELS = 1 << 20;
    private static final int MOST_FRAMES = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_FOR_EACH_NANO = 99;

    private final PayloadDecoder decoder;
    private final LongSupplier nanoTime;
    private long notBefore;

    /**
     * Decodes nothing yet.
     *
     * @param images what an image may be at all
     */
    Pictures(ImageSettings images, LongSupplier nanoTime) {
        ImageLimits small = new ImageLimits(
                Math.min(images.maxBytes(), MOST_BYTES),
                images.maxSide(),
                Math.min(images.maxPixels(), MOST_PIXELS),
                Math.min(images.maxFrames(), MOST_FRAMES));
        this.decoder = new PayloadDecoder(small, images.enveloped());
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** The picture in a value, small; null where there is none, or it is not the time to look. */
    @Nullable
    Thumbnail find(byte @Nullable [] value) {
        long begun = nanoTime.getAsLong();
        if (value == null || begun - notBefore < 0) {
            return null;
        }
        Thumbnail found = decoder.picture(value).map(Thumbnail::of).orElse(null);
        long end = nanoTime.getAsLong();
        notBefore = end + Math.max(PAUSE_NANOS, PAUSE_FOR_EACH_NANO * (end - begun));
        return found;
    }
}
