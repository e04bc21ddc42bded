package io.odradek.streamer.topology;

import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

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

    /** The image's headers with the id of its envelope, if it has one, as the last of that name. */
    static Headers identified(Headers image, @Nullable String id) {
        return id == null ? image : new RecordHeaders(image).add(Sourced.ID, id.getBytes(StandardCharsets.UTF_8));
    }
}
