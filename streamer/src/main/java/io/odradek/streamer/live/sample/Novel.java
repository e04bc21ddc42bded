package io.odradek.streamer.live.sample;

import io.odradek.streamer.message.Source;

/**
 * An image of a window that is rare by the model's reference.
 *
 * @param bits how rare: the sum over confidence, mean, contrast, size and format, as far as they are judged, of the
 *     logarithm to base 2 of one in so many images of the reference, as if they were independent of each other; and 1 less
 *     the confidence, which orders equally rare ones
 * @param label the most probable class
 * @param confidence its probability, 0 to 1
 * @param source the image's record
 * @param thumbnail a small copy
 */
public record Novel(double bits, String label, float confidence, Source source, Thumbnail thumbnail) {}
