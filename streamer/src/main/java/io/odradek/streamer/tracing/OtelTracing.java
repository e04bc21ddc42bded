package io.odradek.streamer.tracing;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.TopicNames;
import io.odradek.streamer.message.ModelRef;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;

/** Tracing with OpenTelemetry; attributes by its semantic conventions for messaging. Thread-safe. */
public final class OtelTracing implements Tracing {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<Long> IMAGES = AttributeKey.longKey("odradek.images");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("odradek.model.name");
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("odradek.model.version");

    private static final String HTTP = "http/protobuf";

    /** OpenTelemetry's default limit. */
    private static final int LINKS = 128;

    private static final int LAST_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TopicNames topics;
    private final String group;

    /**
     * With an SDK that is there.
     *
     * @param sdk shut down by {@link #close}
     * @param topics where answers go
     * @param group the consumer group
     */
    public OtelTracing(OpenTelemetrySdk sdk, TopicNames topics, String group) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.odradek.streamer");
        this.topics = topics;
        this.group = group;
    }

    /**
     * With an exporter by OTLP over HTTP, as OpenTelemetry's environment variables say.
     *
     * @param instance the attribute {@code service.instance.id}, unless the environment names another
     * @param batchMax images in one call of the model
     * @throws ConfigException when one of the variables is wrong
     */
    static Tracing start(TopicNames topics, String group, String instance, int batchMax) {
        OtelLog.install();
        Map<String, String> defaults = Map.of(
                "otel.service.name", "odradek-streamer",
                "otel.exporter.otlp.protocol", HTTP,
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.span.link.count.limit", String.valueOf(Math.max(LINKS, batchMax)));
        Resource own = Resource.builder().put("service.instance.id", instance).build();
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> defaults)
                    .addPropertiesCustomizer(OtelTracing::requireHttp)
                    .addResourceCustomizer((resource, config) -> own.merge(resource))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            return new OtelTracing(sdk, topics, group);
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigException(Setting.TRACING.key() + " is \"otlp\", but a variable OTEL_* is wrong: "
                    + (e.getCause() == null
                            ? e.getMessage()
                            : e.getMessage() + ": " + e.getCause().getMessage()));
        }
    }

    /** Only Java's own HTTP client is there to send with. */
    private static Map<String, String> requireHttp(ConfigProperties properties) {
        for (String name : List.of("otel.exporter.otlp.protocol", "otel.exporter.otlp.traces.protocol")) {
            String protocol = properties.getString(name, HTTP);
            if (!protocol.equals(HTTP)) {
                throw new ConfigException(
                        name.toUpperCase(Locale.ROOT).replace('.', '_') + " is \"" + protocol + "\", allowed: " + HTTP);
            }
        }
        return Map.of();
    }

    @Override
    public Step classify(String topic, int partition, long offset, Headers headers) {
        SpanBuilder span = tracer.spanBuilder("classify").setParent(TraceHeaders.parent(headers));
        return begin(span.setSpanKind(SpanKind.CONSUMER)
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, "classify")
                .setAttribute(OPERATION_TYPE, "process")
                .setAttribute(GROUP, group)
                .setAttribute(DESTINATION, topic)
                .setAttribute(PARTITION, String.valueOf(partition))
                .setAttribute(OFFSET, offset));
    }

    @Override
    public Step decode(Step image) {
        return image instanceof OtelStep parent ? begin(child("decode", parent)) : Step.NONE;
    }

    @Override
    public Step batch(List<? extends Traced> images, ModelRef model) {
        SpanBuilder span = null;
        for (Traced image : images) {
            if (image.step() instanceof OtelStep step) {
                span = span == null ? child("batch", step) : span;
                span.addLink(step.span().getSpanContext());
            }
        }
        Step batch = span == null ? Step.NONE : begin(of(model, span).setAttribute(BATCH_SIZE, (long) images.size()));
        if (batch instanceof OtelStep begun) {
            for (Traced image : images) {
                if (image.step() instanceof OtelStep step) {
                    step.span().addLink(begun.span().getSpanContext());
                }
            }
        }
        return batch;
    }

    @Override
    public Step inference(Step batch, int images, ModelRef model) {
        return batch instanceof OtelStep parent
                ? begin(of(model, child("inference", parent)).setAttribute(IMAGES, (long) images))
                : Step.NONE;
    }

    @Override
    public Step prediction(Step image) {
        return publish(image, topics.predictions());
    }

    @Override
    public Step deadLetter(Step image) {
        return publish(image, topics.deadLetters());
    }

    private Step publish(Step image, String topic) {
        return image instanceof OtelStep parent
                ? begin(child("publish", parent)
                        .setSpanKind(SpanKind.PRODUCER)
                        .setAttribute(SYSTEM, "kafka")
                        .setAttribute(OPERATION, "publish")
                        .setAttribute(OPERATION_TYPE, "send")
                        .setAttribute(DESTINATION, topic))
                : Step.NONE;
    }

    private SpanBuilder child(String name, OtelStep parent) {
        return tracer.spanBuilder(name).setParent(parent.context());
    }

    private static SpanBuilder of(ModelRef model, SpanBuilder span) {
        return span.setAttribute(MODEL, model.name()).setAttribute(VERSION, model.version());
    }

    private static Step begin(SpanBuilder builder) {
        Span span = builder.startSpan();
        return span.isRecording() ? new OtelStep(span) : Step.NONE;
    }

    @Override
    public void close() {
        sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
