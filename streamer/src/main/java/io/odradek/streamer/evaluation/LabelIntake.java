package io.odradek.streamer.evaluation;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.evaluation.label.Identity;
import io.odradek.streamer.evaluation.label.LabelReader;
import io.odradek.streamer.evaluation.label.LabelReading;
import io.odradek.streamer.evaluation.label.LabelReading.Found;
import io.odradek.streamer.evaluation.label.LabelReading.Refused;
import io.odradek.streamer.evaluation.pairing.Label;
import io.odradek.streamer.evaluation.pairing.LabelOutcome;
import io.odradek.streamer.evaluation.pairing.LabelRecord;
import io.odradek.streamer.message.Source;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends each label to its image, and what is none to the dead letters. */
final class LabelIntake extends ContextualProcessor<byte[], byte[], byte[], Outgoing> {
    /** Of a record beside key, value and headers, rounded up. */
    private static final int OVERHEAD_BYTES = 512;

    private static final int HEADER_BYTES = 16;

    private final EvaluationSettings settings;
    private final EvaluationMetrics metrics;
    private final LabelReader reader;
    private final int maxRecordBytes;

    LabelIntake(EvaluationParts parts) {
        this.settings = parts.settings();
        this.metrics = parts.metrics();
        this.reader = new LabelReader(settings.keyUnique());
        this.maxRecordBytes = parts.maxRecordBytes();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        LabelReading reading = reader.read(record.key(), record.value(), record.headers());
        if (reading instanceof Refused unreadable) {
            reject(record, new Source(at.topic(), at.partition(), at.offset()), unreadable);
            return;
        }
        Found label = (Found) reading;
        if (!Identity.isSampled(label.identity(), settings.sample())) {
            metrics.count(LabelOutcome.UNSAMPLED);
            return;
        }
        Label found = new Label(
                label.text(),
                record.timestamp(),
                at.partition(),
                at.offset(),
                new LabelRecord(record.key(), record.value(), Identity.id(record.headers())));
        context()
                .forward(new Record<>(
                        label.identity(),
                        new Outgoing.Identified(found),
                        Times.internal(record.timestamp(), context().currentSystemTimeMs()),
                        new RecordHeaders()));
    }

    /**
     * As received, but not of the future, which a topic may refuse. One that its producer had compressed may be too large,
     * and would fail at every restart.
     */
    private void reject(Record<byte[], byte[]> record, Source source, Refused why) {
        metrics.rejected(why.reason());
        Headers headers = LabelDeadLetters.headers(record.headers(), source, why.reason(), why.message());
        boolean fits = bytes(record.key()) + bytes(record.value()) + bytes(headers) + OVERHEAD_BYTES <= maxRecordBytes;
        Record<byte[], Outgoing> letter = fits
                ? record.<Outgoing>withValue(new Outgoing.Dead(record.value())).withHeaders(headers)
                : new Record<byte[], Outgoing>(
                        new byte[0],
                        new Outgoing.Dead(null),
                        record.timestamp(),
                        LabelDeadLetters.omitting("value, key, headers", source, why.reason(), why.message()));
        context()
                .forward(letter.withTimestamp(
                        Times.internal(record.timestamp(), context().currentSystemTimeMs())));
    }

    private static long bytes(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long bytes(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += HEADER_BYTES + 3L * header.key().length() + bytes(header.value());
        }
        return bytes;
    }
}
