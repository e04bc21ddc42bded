package io.odradek.streamer.evaluation;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.evaluation.label.LabelReason;
import io.odradek.streamer.evaluation.pairing.Arrival;
import io.odradek.streamer.evaluation.pairing.Case;
import io.odradek.streamer.evaluation.pairing.ClassNames;
import io.odradek.streamer.evaluation.pairing.Consequences;
import io.odradek.streamer.evaluation.pairing.GuessOutcome;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.evaluation.pairing.Label;
import io.odradek.streamer.evaluation.pairing.LabelOutcome;
import io.odradek.streamer.evaluation.pairing.LabelRecord;
import io.odradek.streamer.evaluation.pairing.Pairing;
import io.odradek.streamer.evaluation.pairing.Waiting;
import io.odradek.streamer.evaluation.pairing.Wire;
import io.odradek.streamer.message.DeadLetterRecord;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps what is known of each image in a store until nothing can come any more, or until there is no room. What waits for a
 * label has its own room, and so have labels that wait for an image: a flood of the one does not drive out the other. An
 * image is kept for twice the grace after its prediction was read, so that a label that comes late is told from one of an
 * image that never was; for as long after the task came here, before which a backlog of labels may have built up.
 */
final class PairingProcessor implements Processor<byte[], Arrival, byte[], Outgoing>, Consequences {
    static final String STORE = "images";

    private static final Duration TICK = Duration.ofSeconds(1);

    private final EvaluationSettings settings;
    private final EvaluationMetrics metrics;
    private final Pairing pairing;
    private final long mostBytes;
    private final long graceMillis;
    private final int maxRecordBytes;
    private final long maxRecordAge;
    private final Waiting predicted = new Waiting();
    private final Waiting labelled = new Waiting();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<byte[], Outgoing> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> store;
    /** Never goes back, so that the oldest stays the first. */
    private long now;

    PairingProcessor(EvaluationParts parts) {
        this.settings = parts.settings();
        this.metrics = parts.metrics();
        ClassNames classes = parts.classes();
        this.pairing = new Pairing(settings.grace(), classes, this);
        this.mostBytes = settings.maxBytes() / 2 / parts.partitions();
        this.graceMillis = settings.grace().toMillis();
        this.maxRecordBytes = parts.maxRecordBytes();
        this.maxRecordAge = parts.maxRecordAge();
    }

    /** Also after a transaction that was aborted: the store then has what was committed before it. */
    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        this.context = context;
        this.store = context.getStateStore(STORE);
        predicted.clear();
        labelled.clear();
        record Stored(Bytes identity, Case known, int bytes) {}
        List<Stored> all = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                all.add(new Stored(entry.key, Wire.readCase(entry.value), size(entry.key, entry.value)));
            }
        }
        all.sort(Comparator.comparingLong(one -> one.known.since()));
        all.forEach(one -> queue(one.known).put(one.identity, now(), one.bytes));
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> expire());
        tell();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // It is the same where nothing has changed.
    public void process(Record<byte[], Arrival> record) {
        Bytes identity = Bytes.wrap(record.key());
        byte[] stored = store.get(identity);
        Case before = stored == null ? null : Wire.readCase(stored);
        Case after = pairing.take(before, record.value(), now());
        if (after == before) {
            return;
        }
        byte[] bytes = Wire.bytes(after);
        store.put(identity, bytes);
        if (before != null && before.isLabelOnly() && !after.isLabelOnly()) {
            labelled.remove(identity);
        }
        queue(after).put(identity, now(), size(identity, bytes));
        makeRoom();
    }

    @Override
    public void close() {
        metrics.held(context.taskId(), null, null);
    }

    @Override
    public void judged(Judgement judgement) {
        metrics.judged(judgement);
        context.forward(new Record<>(
                judgement.guess().model().getBytes(StandardCharsets.UTF_8),
                new Outgoing.Judged(judgement),
                now(),
                new RecordHeaders()));
    }

    @Override
    public void rejected(Label label, String model) {
        metrics.rejected(LabelReason.UNKNOWN_CLASS);
        LabelRecord record = label.record();
        DeadLetterRecord letter = DeadLetterRecord.of(
                record.key(),
                record.value(),
                new RecordHeaders(record.headers()),
                new DeadLetterRecord.Why(
                        new Source(settings.labels(), label.partition(), label.offset()),
                        LabelReason.UNKNOWN_CLASS.name(),
                        model + " has no class of this name"),
                maxRecordBytes);
        context.forward(Outgoing.dead(letter, Times.kept(label.time(), now(), maxRecordAge)));
    }

    @Override
    public void count(LabelOutcome outcome) {
        metrics.count(outcome);
    }

    @Override
    public void count(GuessOutcome outcome) {
        metrics.count(outcome);
    }

    private void expire() {
        long time = now();
        for (Bytes old = predicted.oldestBefore(time - 2 * graceMillis);
                old != null;
                old = predicted.oldestBefore(time - 2 * graceMillis)) {
            drop(predicted, old, GuessOutcome.UNLABELLED, LabelOutcome.UNKNOWN_IMAGE);
        }
        for (Bytes old = labelled.oldestBefore(time - graceMillis);
                old != null;
                old = labelled.oldestBefore(time - graceMillis)) {
            drop(labelled, old, GuessOutcome.UNLABELLED, LabelOutcome.UNKNOWN_IMAGE);
        }
        tell();
    }

    private void makeRoom() {
        for (Waiting queue : List.of(predicted, labelled)) {
            while (queue.bytes() > mostBytes) {
                Bytes oldest = queue.oldest();
                if (oldest == null) {
                    break;
                }
                drop(queue, oldest, GuessOutcome.EVICTED, LabelOutcome.EVICTED);
            }
        }
    }

    private void drop(Waiting queue, Bytes identity, GuessOutcome ofGuesses, LabelOutcome ofLabel) {
        byte[] stored = store.delete(identity);
        queue.remove(identity);
        if (stored != null) {
            Case known = Wire.readCase(stored);
            for (long unjudged = known.unjudged(); unjudged > 0; unjudged--) {
                metrics.count(ofGuesses);
            }
            if (known.isLabelOnly()) {
                metrics.count(ofLabel);
            }
        }
    }

    private Waiting queue(Case known) {
        return known.isLabelOnly() ? labelled : predicted;
    }

    private void tell() {
        metrics.held(context.taskId(), predicted, labelled);
    }

    private long now() {
        now = Math.max(now, context.currentSystemTimeMs());
        return now;
    }

    private static int size(Bytes key, byte[] value) {
        return key.get().length + value.length;
    }
}
