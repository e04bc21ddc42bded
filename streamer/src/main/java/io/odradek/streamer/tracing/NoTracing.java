package io.odradek.streamer.tracing;

import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.TraceId;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Tracing that is off: on the path of every image, so it must stay free of any work. */
enum NoTracing implements Tracing, Step {
    INSTANCE;

    @Override
    public Step classify(String topic, int partition, long offset, Headers headers) {
        return this;
    }

    @Override
    public Step decode(Step image) {
        return this;
    }

    @Override
    public Step batch(List<? extends Traced> images, ModelRef model) {
        return this;
    }

    @Override
    public Step inference(Step batch, int images, ModelRef model) {
        return this;
    }

    @Override
    public Step prediction(Step image) {
        return this;
    }

    @Override
    public Step deadLetter(Step image) {
        return this;
    }

    @Override
    public void error(String type, String message) {
        // Nobody asked.
    }

    @Override
    public void mark(Headers headers) {
        // The headers pass unchanged.
    }

    @Override
    public @Nullable TraceId traceId() {
        return null;
    }

    @Override
    public void end() {
        // It never began.
    }

    @Override
    public void close() {
        // It never began.
    }
}
