package io.odradek.streamer.tracing;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.message.ModelRef;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * The spans of the way of an image. {@code classify} is a child of the image's {@code traceparent}; {@code decode},
 * {@code publish} and the {@code batch} that it begins with its {@code inference} are below it. Whoever begins a step
 * ends it. Thread-safe.
 */
public interface Tracing extends AutoCloseable {
    /** Does nothing, and allocates nothing. */
    Tracing OFF = NoTracing.INSTANCE;

    /**
     * What the setting says.
     *
     * @throws ConfigException when one of OpenTelemetry's variables is wrong
     */
    static Tracing of(StreamerConfig config) {
        return config.operation().tracing()
                ? OtelTracing.start(config.topics(), config.applicationId(), config.instance(), config.batchMax())
                : OFF;
    }

    /**
     * An image is taken up. Whether it is traced is the sampler's decision; a {@code traceparent} that is none does not
     * count.
     */
    Step classify(String topic, int partition, long offset, Headers headers);

    /** The image is decoded. */
    Step decode(Step image);

    /**
     * Images are taken together. The step belongs to the first that is traced, and links to all that are, as they do to
     * it.
     */
    Step batch(List<? extends Traced> images, ModelRef model);

    /** The model is called with so many images. */
    Step inference(Step batch, int images, ModelRef model);

    /** The image's prediction goes to its topic. */
    Step prediction(Step image);

    /** The image goes to the dead letters. */
    Step deadLetter(Step image);

    /** Sends what is left, for some seconds at most. */
    @Override
    void close();
}
