package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.RecordSize;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.topology.BatchClassifier;
import io.odradek.streamer.topology.Outcome;
import io.odradek.streamer.topology.PredictionHeaders;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Classifies images in batches, as a stream thread does, enters the answers and passes them on. Of one thread. */
final class Reclassifier {
    /** Images that wait for a batch to fill. */
    private static final long MOST_BYTES = 16L << 20;

    private final BatchClassifier classifier;
    private final Book book;
    private final PredictionHeaders headers;
    private final Output output;
    private final int batchMax;
    private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
    private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
    private long waitingBytes;
    private long leastTimestamp = Long.MAX_VALUE;

    /** @param batchMax images in one call of the model, at least 1 */
    Reclassifier(BatchClassifier classifier, Book book, PredictionHeaders headers, Output output, int batchMax) {
        this.classifier = classifier;
        this.book = book;
        this.headers = headers;
        this.output = output;
        this.batchMax = classifier.batchLimit(batchMax);
    }

    /** Takes an image of the ranges, the next of its partition. */
    void image(ConsumerRecord<byte[], byte[]> image) {
        waiting.add(image);
        waitingBytes += image.value() == null ? 0 : image.value().length;
        leastTimestamp = Math.min(leastTimestamp, image.timestamp());
        if (waiting.size() >= batchMax || waitingBytes >= MOST_BYTES) {
            flush();
        }
    }

    /** Classifies what it has. */
    void flush() {
        int done = 0;
        while (done < waiting.size()) {
            List<ConsumerRecord<byte[], byte[]>> batch = waiting.subList(done, waiting.size());
            List<Outcome> outcomes = outcomes(batch);
            for (int i = 0; i < outcomes.size(); i++) {
                enter(batch.get(i), outcomes.get(i));
            }
            done += outcomes.size();
        }
        waiting.clear();
        waitingBytes = 0;
    }

    /** Of the first few, at least one. */
    private List<Outcome> outcomes(List<ConsumerRecord<byte[], byte[]>> batch) {
        try {
            return classifier.classify(batch.stream().map(this::toClassify).toList());
        } catch (IllegalStateException e) {
            if (batch.size() == 1) {
                throw new StreamerException("no image can be classified: " + e.getMessage(), e);
            }
            // One of them may be at fault, or the number: they go alone.
            List<Outcome> outcomes = new ArrayList<>(batch.size());
            batch.forEach(image -> outcomes.addAll(outcomes(List.of(image))));
            return outcomes;
        }
    }

    private BatchClassifier.Image toClassify(ConsumerRecord<byte[], byte[]> image) {
        return classifier.image(image.topic(), image.partition(), image.offset(), image.value(), image.headers());
    }

    private void enter(ConsumerRecord<byte[], byte[]> image, Outcome outcome) {
        Source source = new Source(image.topic(), image.partition(), image.offset());
        Answers answers = Objects.requireNonNull(book.of(source, image.topic()));
        if (outcome instanceof Outcome.NotClassified refused) {
            rejected.merge(refused.why().reason(), 1L, Long::sum);
            answers.rejected(image.offset());
            return;
        }
        Outcome.Classified result = (Outcome.Classified) outcome;
        Headers all = headers.of(PredictionHeaders.identified(image.headers(), result.id()), source);
        if (RecordSize.ofPrediction(image.key(), all, result.probabilities().length) > output.maxRecordBytes()) {
            rejected.merge(Reason.HEADERS_TOO_LARGE, 1L, Long::sum);
            answers.rejected(image.offset());
            return;
        }
        Prediction prediction =
                new Prediction(result.label(), result.index(), result.probabilities(), result.model(), source);
        output.write(image, all, prediction);
        if (!book.labels().isEmpty()) {
            answers.labelled(image.offset(), book.labels().number(all, image.key(), source));
        }
        answers.classified(image.offset(), result.index(), prediction.confidence());
    }

    /** Images without a class, by reason. */
    Map<Reason, Long> rejected() {
        return rejected;
    }

    /** Of no image is older, in milliseconds since 1970; {@link Long#MAX_VALUE} where there was none. */
    long leastTimestamp() {
        return leastTimestamp;
    }
}
