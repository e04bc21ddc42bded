package io.odradek.streamer.evaluation;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.evaluation.window.EvaluationJson;
import io.odradek.streamer.evaluation.window.Windows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts judgements by version and window, and writes the windows that have changed now and then. A window that has changed
 * is marked so in the store, so that after a crash its record is written all the same.
 */
final class CountingProcessor implements Processor<byte[], Judgement, byte[], byte[]> {
    static final String STORE = "windows";

    /** For what is on its way between the processors. */
    private static final Duration MARGIN = Duration.ofHours(1);

    /** So many versions at a time have all their windows; the minutes are almost all of them. */
    private static final int VERSIONS = 4;

    private final EvaluationSettings settings;
    private final EvaluationMetrics metrics;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private Windows windows;

    CountingProcessor(EvaluationParts parts) {
        this.settings = parts.settings();
        this.metrics = parts.metrics();
    }

    /** Also after a transaction that was aborted: the store then has what was committed before it. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        Duration kept = settings.grace().multipliedBy(2).plus(MARGIN);
        windows = new Windows(
                context.getStateStore(STORE),
                kept,
                VERSIONS * (int) (kept.toMinutes() + kept.toHours() + kept.toDays()));
        metrics.board().forget(context.taskId());
        windows.recent(Board.MOST_POINTS)
                .forEach(window -> metrics.board().show(context.taskId(), window, windows.isNewest(window.key())));
        context.schedule(settings.interval(), PunctuationType.WALL_CLOCK_TIME, this::tell);
    }

    @Override
    public void process(Record<byte[], Judgement> record) {
        windows.count(record.value(), context.currentSystemTimeMs());
    }

    @Override
    public void close() {
        metrics.board().forget(context.taskId());
    }

    private void tell(long now) {
        for (Windows.Evaluated window : windows.changed()) {
            context.forward(new Record<>(
                    window.key().text().getBytes(StandardCharsets.UTF_8),
                    EvaluationJson.of(window),
                    now,
                    new RecordHeaders()));
            metrics.board().show(context.taskId(), window, windows.isNewest(window.key()));
        }
        windows.expire(now);
    }
}
