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
import io.odradek.streamer.message.DeadLetterRecord;
import io.odradek.streamer.message.Source;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends each label to its image, and what is none to the dead letters. */
final class LabelIntake extends ContextualProcessor<byte[], byte[], byte[], Outgoing> {
    private final EvaluationSettings settings;
    private final EvaluationMetrics metrics;
    private final LabelReader reader;
    private final int maxRecordBytes;
    private final long maxRecordAge;

    LabelIntake(EvaluationParts parts) {
        this.settings = parts.settings();
        this.metrics = parts.metrics();
        this.reader = new LabelReader(settings.keyUnique());
        this.maxRecordBytes = parts.maxRecordBytes();
        this.maxRecordAge = parts.maxRecordAge();
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
                LabelRecord.of(record.key(), record.value(), record.headers()));
        context()
                .forward(new Record<>(
                        label.identity(),
                        new Outgoing.Identified(found),
                        context().currentSystemTimeMs(),
                        new RecordHeaders()));
    }

    /** As received, but for a time that a topic may refuse. */
    private void reject(Record<byte[], byte[]> record, Source source, Refused refused) {
        metrics.rejected(refused.reason());
        DeadLetterRecord letter = DeadLetterRecord.of(
                record.key(),
                record.value(),
                record.headers(),
                new DeadLetterRecord.Why(source, refused.reason().name(), refused.message()),
                maxRecordBytes);
        context()
                .forward(Outgoing.dead(
                        letter, Times.kept(record.timestamp(), context().currentSystemTimeMs(), maxRecordAge)));
    }
}
