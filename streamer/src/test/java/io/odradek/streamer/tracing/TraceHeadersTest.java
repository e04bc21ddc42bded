package io.odradek.streamer.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    /** W3C: who cannot read traceparent must not pass tracestate on. */
    @Test
    void theStateOfATraceThatIsNotContinuedGoes() {
        Headers headers = new RecordHeaders()
                .add("traceparent", bytes("none"))
                .add("tracestate", bytes("a=1"))
                .add("tracestate", bytes("b=2"))
                .add("x", bytes("kept"));
        SpanContext span = SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());

        TraceHeaders.put(Context.root().with(Span.wrap(span)), headers);

        assertThat(headers.toArray()).extracting(Header::key).containsExactly("x", "traceparent");
        assertThat(new String(headers.lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
