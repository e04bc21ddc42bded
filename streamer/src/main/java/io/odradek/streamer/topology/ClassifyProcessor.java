package io.odradek.streamer.topology;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.delivery.Answer;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.live.sample.Sample;
import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.DeadLetterRecord;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.RecordSize;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.message.Sourced;
import io.odradek.streamer.tracing.Step;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
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
    /** Of an id, for the live page: more characters than it shows. */
    private static final int MOST_ID_BYTES = 1_024;

    private static final double MILLIS = 1e3;

    private final Route route;
    private final ReadAhead readAhead;
    private final PredictionHeaders headers;
    private final BatchClassifier classifier;
    private final Handover handover;
    private final String predictions;
    private final String deadLetters;
    private final int maxRecordBytes;

    @Nullable
    private final CommitPace pace;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<byte[], Sourced> context;

    /**
     * @param handover tells the producer whose record it sends
     * @param maxRecordBytes the largest record that the producer sends
     * @param pace when to commit, where an answer can be seen when it is committed; else null
     */
    ClassifyProcessor(
            Route route,
            ReadAhead readAhead,
            PredictionHeaders headers,
            Handover handover,
            int maxRecordBytes,
            @Nullable CommitPace pace) {
        this.route = route;
        this.readAhead = readAhead;
        this.headers = headers;
        this.handover = handover;
        this.classifier = new BatchClassifier(
                route.models(),
                decoder(route.images()),
                route.metrics(),
                route.tracing(),
                route.sampler(),
                route.drift());
        this.predictions = ClassifyTopology.predictions(route);
        this.deadLetters = ClassifyTopology.deadLetters(route);
        this.maxRecordBytes = maxRecordBytes;
        this.pace = pace;
    }

    private static PayloadDecoder decoder(ImageSettings images) {
        return new PayloadDecoder(
                new ImageLimits(images.maxBytes(), images.maxSide(), images.maxPixels(), images.maxFrames()),
                images.enveloped());
    }

    @Override
    public void init(ProcessorContext<byte[], Sourced> context) {
        this.context = context;
        route.watches().progress().assigned(own());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record without topic, partition and offset"));
        TopicPartition partition = new TopicPartition(origin.topic(), origin.partition());
        Outcome outcome = readAhead.outcome(partition, origin.offset(), record.value(), record.headers(), classifier);
        Source source = new Source(origin.topic(), origin.partition(), origin.offset());
        if (outcome instanceof Outcome.Classified classified) {
            answer(identified(record, outcome), source, classified);
        } else {
            Outcome.NotClassified refused = (Outcome.NotClassified) outcome;
            reject(identified(record, outcome), source, refused.why(), refused.step());
        }
        route.watches().progress().answered(partition, origin.offset());
        if (readAhead.isDrained()) {
            rest();
        }
    }

    /** Everything that was polled is answered: no answer waits for the next image. */
    private void rest() {
        if (pace == null) {
            handover.rest();
        } else {
            pace.answered(context::commit);
        }
    }

    @Override
    public void close() {
        // Also what was polled for this task and never processed.
        TopicPartition partition = own();
        readAhead.forget(partition);
        route.watches().progress().forget(partition);
        route.watches().lost().forget(partition.partition());
    }

    /** The partition of this task. */
    private TopicPartition own() {
        return new TopicPartition(route.topic(), context.taskId().partition());
    }

    /** The record with the id of its envelope as its last header of that name. */
    private static Record<byte[], byte[]> identified(Record<byte[], byte[]> record, Outcome outcome) {
        return outcome.id() == null
                ? record
                : record.withHeaders(PredictionHeaders.identified(record.headers(), outcome.id()));
    }

    private void answer(Record<byte[], byte[]> record, Source source, Outcome.Classified result) {
        Headers headersOfAnswer = headers.of(record.headers(), source);
        if (RecordSize.ofPrediction(record.key(), headersOfAnswer, result.probabilities().length) > maxRecordBytes) {
            Rejected rejected = new Rejected(Reason.HEADERS_TOO_LARGE, "no room for a prediction beside them");
            reject(record, source, rejected, result.step());
            return;
        }
        Prediction prediction =
                new Prediction(result.label(), result.index(), result.probabilities(), result.model(), source);
        Record<byte[], Sourced> answer = new Record<>(record.key(), prediction, record.timestamp(), headersOfAnswer);
        Step step = route.tracing().prediction(result.step());
        step.mark(answer.headers());
        forward(answer, predictions, true, result.step(), shown(result.sample(), source, record));
        step.end();
        route.metrics().classified(result.label(), prediction.confidence());
        route.watches().breaker().classified();
    }

    /** Tells the live page of an answer when it has arrived; null where the page does not show it. */
    private static @Nullable LongConsumer shown(@Nullable Sample sample, Source source, Record<byte[], byte[]> record) {
        if (sample == null) {
            return null;
        }
        Header id = record.headers().lastHeader(Sourced.ID);
        byte[] bytes = id == null ? null : id.value();
        String text = bytes == null
                ? null
                : new String(bytes, 0, Math.min(bytes.length, MOST_ID_BYTES), StandardCharsets.UTF_8);
        return millis -> sample.answered(source, text, millis / MILLIS);
    }

    private void forward(
            Record<byte[], ? extends Sourced> answer,
            String sink,
            boolean isPrediction,
            Step image,
            @Nullable LongConsumer whenDelivered) {
        handover.next(new Answer(
                route.metrics(), isPrediction, answer.timestamp(), System.nanoTime(), image.traceId(), whenDelivered));
        try {
            context.forward(answer, sink);
        } finally {
            handover.clear();
        }
    }

    private void reject(Record<byte[], byte[]> record, Source source, Rejected rejected, Step image) {
        Step step = route.tracing().deadLetter(image);
        step.error(rejected.reason().name(), rejected.message());
        forward(deadLetter(record, source, rejected), deadLetters, false, image, null);
        step.end();
        route.sampler().rejected(source, rejected, record.value());
        route.metrics().rejected(rejected.reason());
        route.watches().breaker().rejected(rejected.reason());
    }

    private Record<byte[], Sourced> deadLetter(Record<byte[], byte[]> record, Source source, Rejected rejected) {
        DeadLetterRecord letter = DeadLetterRecord.of(
                record.key(),
                record.value(),
                record.headers(),
                new DeadLetterRecord.Why(source, rejected.reason().name(), rejected.message()),
                maxRecordBytes);
        return record.withKey(letter.key())
                .<Sourced>withValue(new DeadLetter(letter.value(), source))
                .withHeaders(letter.headers());
    }
}
