package io.odradek.streamer.topology;

import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.drift.Observer;
import io.odradek.streamer.drift.PixelMoments;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.PayloadDecoder.Payload;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.live.sample.Sample;
import io.odradek.streamer.live.sample.Sampler;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.model.Argmax;
import io.odradek.streamer.model.Classifier;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.tracing.Step;
import io.odradek.streamer.tracing.Traced;
import io.odradek.streamer.tracing.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes some records and classifies those that are images in one call of the live model. A bad one spoils only itself.
 * Not thread-safe: one for each processor, or thread that replays.
 */
public final class BatchClassifier {
    /**
     * How long a batch goes on decoding: large images can take seconds each, and nothing may hold a stream thread up for
     * the 10 s after which Kafka aborts its transaction.
     */
    private static final long DECODE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String CONTENT_TYPE = "content-type";

    private static final Logger LOG = LoggerFactory.getLogger(BatchClassifier.class);

    private final ModelHolder models;
    private final ModelMetrics metrics;
    private final Tracing tracing;
    private final Sampler sampler;
    private final DriftMonitor drift;
    private final PixelMoments moments = new PixelMoments();
    private final PayloadDecoder decoder;
    private final long decodeNanos;
    private final BatchBound bound = new BatchBound();
    private @Nullable ModelRef lastModel;

    /**
     * What the classifier needs of a record.
     *
     * @param value as received
     * @param headers as received
     * @param step its span
     * @param topic where it lies
     * @param partition of the topic
     * @param offset in the partition
     */
    public record Image(byte @Nullable [] value, Headers headers, Step step, String topic, int partition, long offset)
            implements Traced, Supplier<Source> {
        /** Its record. */
        @Override
        public Source get() {
            return new Source(topic, partition, offset);
        }
    }

    /**
     * Classifies nothing yet.
     *
     * @param models lends the model
     * @param decoder of this classifier alone
     * @param metrics of the model
     * @param tracing the spans of each image
     * @param sampler chooses what the live page shows
     * @param drift compares what is classified with the model's reference
     */
    public BatchClassifier(
            ModelHolder models,
            PayloadDecoder decoder,
            ModelMetrics metrics,
            Tracing tracing,
            Sampler sampler,
            DriftMonitor drift) {
        this(models, decoder, metrics, tracing, sampler, drift, DECODE_NANOS);
    }

    BatchClassifier(
            ModelHolder models,
            PayloadDecoder decoder,
            ModelMetrics metrics,
            Tracing tracing,
            Sampler sampler,
            DriftMonitor drift,
            long decodeNanos) {
        this.sampler = sampler;
        this.drift = drift;
        this.decodeNanos = decodeNanos;
        this.models = models;
        this.decoder = decoder;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    /** An image to {@link #classify}, which ends the step that begins here. */
    public Image image(String topic, int partition, long offset, byte @Nullable [] value, Headers headers) {
        Step step = tracing.classify(topic, partition, offset, headers);
        return new Image(value, headers, step, topic, partition, offset);
    }

    /** Of its model. */
    ModelMetrics metrics() {
        return metrics;
    }

    /** How many images may go into one batch of the live model, at least 1. */
    public int batchLimit(int wanted) {
        try (ModelHolder.Lease lease = models.acquire()) {
            if (lease == null) {
                return wanted;
            }
            return bound.of(wanted, lease.classifier().input(), lease.number(), lease.nanosPerImage());
        }
    }

    /**
     * One outcome for each image, in order, all by the same model; where decoding takes long, for the first few, at least
     * one. The steps of the others are dropped.
     *
     * @throws IllegalStateException when there is no model, or inference fails for several images, or for one and for a
     *     black image too
     */
    public List<Outcome> classify(List<Image> images) {
        long start = System.nanoTime();
        ModelRef before = lastModel;
        List<Outcome> outcomes;
        try {
            outcomes = classifyWithLiveModel(images);
        } catch (IllegalStateException e) {
            images.forEach(image -> failed(image.step(), e));
            throw e;
        }
        if (before != null && !before.equals(lastModel)) {
            metrics.switched(System.nanoTime() - start);
        }
        return outcomes;
    }

    private List<Outcome> classifyWithLiveModel(List<Image> images) {
        try (ModelHolder.Lease lease = models.acquire()) {
            if (lease == null) {
                throw new IllegalStateException("images are flowing, but there is no model");
            }
            Classifier classifier = lease.classifier();
            lastModel = classifier.ref();
            Step batch = tracing.batch(images, classifier.ref());
            try {
                List<Payload> payloads = decode(images, classifier);
                float[][] rows = infer(tensors(payloads), lease, batch);
                Observer observer = drift.observer(classifier.ref(), lease.contract(), lease.number());
                return outcomes(images, payloads, rows, classifier, observer);
            } finally {
                batch.end();
            }
        }
    }

    private static List<byte[]> tensors(List<Payload> payloads) {
        List<byte[]> tensors = new ArrayList<>(payloads.size());
        for (Payload payload : payloads) {
            if (payload.decoding() instanceof Decoded image) {
                tensors.add(image.tensor());
            }
        }
        return tensors;
    }

    private List<Payload> decode(List<Image> images, Classifier classifier) {
        List<Payload> payloads = new ArrayList<>(images.size());
        long begun = System.nanoTime();
        for (Image image : images) {
            long start = System.nanoTime();
            if (!payloads.isEmpty() && start - begun >= decodeNanos) {
                break;
            }
            Step step = tracing.decode(image.step());
            Payload payload = decoder.decode(image.value(), contentType(image.headers()), classifier.input());
            if (payload.decoding() instanceof Rejected rejected) {
                step.error(rejected.reason().name(), rejected.message());
            }
            step.end();
            payloads.add(payload);
            metrics.decoded(System.nanoTime() - start, image.step().traceId());
        }
        return payloads;
    }

    private float[][] infer(List<byte[]> tensors, ModelHolder.Lease lease, Step batch) {
        Classifier classifier = lease.classifier();
        if (tensors.isEmpty()) {
            return new float[0][];
        }
        long start = System.nanoTime();
        Step step = tracing.inference(batch, tensors.size(), classifier.ref());
        float[][] probabilities;
        try {
            probabilities = tensors.size() == 1
                    ? new float[][] {classifyAlone(tensors.get(0), classifier)}
                    : classifier.classify(tensors);
        } catch (IllegalStateException e) {
            failed(step, e);
            throw e;
        }
        step.end();
        long nanos = System.nanoTime() - start;
        bound.took(lease.number(), tensors.size(), nanos);
        metrics.inferred(tensors.size(), nanos, step.traceId());
        return probabilities;
    }

    private static void failed(Step step, IllegalStateException e) {
        step.error("failed", String.valueOf(e.getMessage()));
        step.end();
    }

    /** One image that the model cannot take must not stop the service again at each start: it has no result. */
    private static float[] classifyAlone(byte[] tensor, Classifier classifier) {
        try {
            return classifier.classify(List.of(tensor))[0];
        } catch (IllegalStateException e) {
            classifier.classify(List.of(new byte[tensor.length]));
            LOG.warn("an image has no result: {}", e.getMessage());
            return new float[] {Float.NaN};
        }
    }

    private List<Outcome> outcomes(
            List<Image> images,
            List<Payload> payloads,
            float[][] rows,
            Classifier classifier,
            @Nullable Observer observer) {
        List<Outcome> outcomes = new ArrayList<>(payloads.size());
        int row = 0;
        for (int i = 0; i < payloads.size(); i++) {
            Payload payload = payloads.get(i);
            Image asked = images.get(i);
            Step step = asked.step();
            Outcome outcome = payload.decoding() instanceof Decoded image
                    ? outcome(rows[row++], image, payload.id(), classifier, asked, observer)
                    : new Outcome.NotClassified((Rejected) payload.decoding(), payload.id(), step);
            if (outcome instanceof Outcome.NotClassified refused) {
                step.error(refused.why().reason().name(), refused.why().message());
            }
            step.end();
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private Outcome outcome(
            float[] probabilities,
            Decoded image,
            @Nullable String id,
            Classifier classifier,
            Image asked,
            @Nullable Observer observer) {
        int best = Argmax.of(probabilities);
        if (best < 0) {
            String why = classifier.ref() + " gave no result, NaN or infinity";
            return new Outcome.NotClassified(new Rejected(Reason.INVALID_OUTPUT, why), id, asked.step());
        }
        if (observer != null) {
            moments.look(image.tensor());
            observer.add(best, probabilities[best], moments, image.format(), image.pixels(), image.tensor(), asked);
        }
        ModelRef model = classifier.ref();
        List<String> labels = classifier.labels();
        Sample sample = sampler.sample(model, labels, classifier.input(), probabilities, best, image.tensor());
        return new Outcome.Classified(labels.get(best), best, probabilities, model, id, asked.step(), sample);
    }

    private static @Nullable String contentType(Headers headers) {
        Header header = headers.lastHeader(CONTENT_TYPE);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
