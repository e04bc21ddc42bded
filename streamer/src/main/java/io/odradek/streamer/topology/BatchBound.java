package io.odradek.streamer.topology;

import io.odradek.streamer.image.InputSpec;
import java.util.concurrent.TimeUnit;

/**
 * How many images may go through a model in one call: those whose tensors fit into memory, and no more than take 2 s as the
 * last ones did. Kafka aborts a transaction after 10 s, and one may be open while the next images are classified. Not
 * thread-safe.
 */
final class BatchBound {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The number of the swap that made the model live of which it is known. */
    private long model;

    private long nanosPerImage;

    /**
     * The bound, at least 1.
     *
     * @param wanted at most so many
     * @param input of the model
     * @param number of the swap that made it live
     * @param alone nanoseconds that an image took at admission, for a model of which no call is known yet; 0 for not known
     */
    int of(int wanted, InputSpec input, long number, long alone) {
        long nanos = Math.max(1, number == model ? nanosPerImage : alone);
        return (int) Math.max(1, Math.min(input.together(wanted), MOST_NANOS / nanos));
    }

    /** A call of the model with this number took so long. */
    void took(long number, int images, long nanos) {
        model = number;
        nanosPerImage = nanos / images;
    }
}
