package io.odradek.streamer.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** W3C Trace Context in the headers of records. Stateless. */
final class TraceHeaders {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            List<String> keys = new ArrayList<>();
            headers.forEach(header -> keys.add(header.key()));
            return keys;
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            Header header = headers == null ? null : headers.lastHeader(key);
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), StandardCharsets.ISO_8859_1);
        }
    };

    private TraceHeaders() {}

    /** The span that the headers name, or the root where they name none. */
    static Context parent(Headers headers) {
        return W3C.extract(Context.root(), headers, GETTER);
    }

    /** Names the span of {@code context} in place of any other; another trace's state does not stay beside it. */
    static void put(Context context, Headers headers) {
        W3C.fields().forEach(headers::remove);
        W3C.inject(context, headers, (carrier, key, value) -> {
            if (carrier != null) {
                carrier.add(key, value.getBytes(StandardCharsets.ISO_8859_1));
            }
        });
    }
}
