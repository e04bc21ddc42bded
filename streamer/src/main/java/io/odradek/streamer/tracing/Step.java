package io.odradek.streamer.tracing;

import io.odradek.streamer.metrics.TraceId;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** One span that has begun, or {@link #NONE}. Used by one thread at a time. */
public interface Step {
    /** Of an image that is not traced: does nothing. */
    Step NONE = NoTracing.INSTANCE;

    /**
     * It went wrong.
     *
     * @param type a code, such as the reason of a dead letter
     * @param message one line for people
     */
    void error(String type, String message);

    /** Puts this span in the headers {@code traceparent} and {@code tracestate}: who reads them becomes its child. */
    void mark(Headers headers);

    /** Names this span where it is recorded and sent; for exemplars. */
    @Nullable
    TraceId traceId();

    /** It is over. Once. */
    void end();
}
