package io.odradek.streamer.topology;

import io.odradek.streamer.message.Source;
import org.apache.kafka.common.header.Headers;

/** The headers of a prediction. Thread-safe; never changes the image's. */
@FunctionalInterface
public interface PredictionHeaders {
    /** Those of the image, as they are. */
    PredictionHeaders KEPT = (image, source) -> image;

    /**
     * Makes them.
     *
     * @param image the image's headers
     * @param source the image's place
     */
    Headers of(Headers image, Source source);
}
