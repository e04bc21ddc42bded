package io.odradek.streamer.tracing;

import io.odradek.streamer.metrics.TraceId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A span that is recorded. */
record OtelStep(Span span) implements Step {
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    @Override
    public void error(String type, String message) {
        span.setStatus(StatusCode.ERROR, message).setAttribute(ERROR_TYPE, type);
    }

    @Override
    public void mark(Headers headers) {
        TraceHeaders.put(context(), headers);
    }

    @Override
    public void end() {
        span.end();
    }

    @Override
    public @Nullable TraceId traceId() {
        SpanContext context = span.getSpanContext();
        return context.isSampled() ? new TraceId(context.getTraceId(), context.getSpanId()) : null;
    }

    /** That of its children. */
    Context context() {
        return Context.root().with(span);
    }
}
