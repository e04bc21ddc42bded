package io.odradek.streamer.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.TopicNames;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spans that have ended, in memory, in the order in which they ended. */
public final class RecordedSpans {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final TopicNames topics;

    public RecordedSpans(TopicNames topics) {
        this.topics = topics;
    }

    /** Tracing of the consumer group "group" that is recorded here. */
    public Tracing tracing(Sampler sampler) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        return new OtelTracing(
                OpenTelemetrySdk.builder().setTracerProvider(provider).build(), topics, "group");
    }

    public List<SpanData> all() {
        return exporter.getFinishedSpanItems();
    }

    public List<SpanData> named(String name) {
        return all().stream().filter(span -> span.getName().equals(name)).toList();
    }

    /** The only one of that name. */
    public SpanData one(String name) {
        assertThat(named(name)).as(name).hasSize(1);
        return named(name).get(0);
    }

    public static Map<String, Object> attributes(SpanData span) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Map.Entry<AttributeKey<?>, Object> entry :
                span.getAttributes().asMap().entrySet()) {
            attributes.put(entry.getKey().getKey(), entry.getValue());
        }
        return attributes;
    }
}
