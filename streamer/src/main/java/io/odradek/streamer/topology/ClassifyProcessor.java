package io.odradek.streamer.topology;

import io.odradek.streamer.image.Decoding;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.ImageDecoder;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.Classifier;
import io.odradek.streamer.model.ModelHolder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Answers each image before {@code process} returns: Kafka Streams commits what was returned from, so a record that is
 * kept for later is lost in a crash. One for each task, used by one thread at a time.
 */
final class ClassifyProcessor implements Processor<byte[], byte[], byte[], Sourced> {
    private static final String CONTENT_TYPE = "content-type";

    private final ModelHolder models;
    private final StreamerMetrics metrics;
    private final ImageDecoder decoder = new ImageDecoder();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<byte[], Sourced> context;

    ClassifyProcessor(ModelHolder models, StreamerMetrics metrics) {
        this.models = models;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Sourced> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record without topic, partition and offset"));
        Source source = new Source(origin.topic(), origin.partition(), origin.offset());
        try (ModelHolder.Lease lease = models.acquire()) {
            if (lease == null) {
                throw new IllegalStateException("images are flowing, but there is no model");
            }
            Classifier classifier = lease.classifier();
            Decoding decoding = decode(record, classifier);
            if (decoding instanceof Decoded image) {
                classify(record, source, classifier, image.tensor());
            } else {
                reject(record, source, (Rejected) decoding);
            }
        }
    }

    private Decoding decode(Record<byte[], byte[]> record, Classifier classifier) {
        long start = System.nanoTime();
        Decoding decoding = decoder.decode(record.value(), contentType(record.headers()), classifier.input());
        metrics.decoded(System.nanoTime() - start);
        return decoding;
    }

    private void classify(Record<byte[], byte[]> record, Source source, Classifier classifier, byte[] tensor) {
        long start = System.nanoTime();
        float[] probabilities = classifier.classify(List.of(tensor))[0];
        metrics.inferred(System.nanoTime() - start);
        int best = argmax(probabilities);
        if (best < 0) {
            reject(record, source, new Rejected(Reason.INVALID_OUTPUT, classifier.ref() + " gave NaN or infinity"));
            return;
        }
        String label = classifier.labels().get(best);
        Prediction prediction = new Prediction(label, best, probabilities, classifier.ref(), source);
        context.forward(record.withValue(prediction), ClassifyTopology.PREDICTIONS);
        metrics.classified();
        metrics.answered(System.currentTimeMillis() - record.timestamp());
    }

    private void reject(Record<byte[], byte[]> record, Source source, Rejected rejected) {
        Headers headers = DeadLetterHeaders.of(record.headers(), source, rejected);
        Sourced letter = new DeadLetter(record.value(), source);
        context.forward(record.withValue(letter).withHeaders(headers), ClassifyTopology.DEAD_LETTERS);
        metrics.rejected(rejected.reason());
    }

    /** The index of the largest, or -1 when any is NaN or infinite. */
    private static int argmax(float[] values) {
        int best = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return -1;
            }
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    private static @Nullable String contentType(Headers headers) {
        Header header = headers.lastHeader(CONTENT_TYPE);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
