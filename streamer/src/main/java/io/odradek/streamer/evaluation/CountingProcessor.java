package io.odradek.streamer.evaluation;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.evaluation.window.EvaluationJson;
import io.odradek.streamer.evaluation.window.Room;
import io.odradek.streamer.evaluation.window.Windows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts judgements by version and window, and writes the windows that have changed now and then. A window that has changed
 * is marked so in the store, so that after a crash its record is written all the same.
 */
final class CountingProcessor implements Processor<byte[], Judgement, byte[], byte[]> {
    static final String STORE = "windows";

    /** Other tasks may take more than their part of the room at any time. */
    private static final Duration ROOM_TICK = Duration.ofSeconds(1);

    /** For what is on its way between the processors. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(CountingProcessor.class);

    private final EvaluationSettings settings;
    private final EvaluationMetrics metrics;
    private final Room room;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private Windows windows;

    /** @param room of all tasks of the process */
    CountingProcessor(EvaluationParts parts, Room room) {
        this.settings = parts.settings();
        this.metrics = parts.metrics();
        this.room = room;
    }

    /** Also after a transaction that was aborted: the store then has what was committed before it. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        close();
        this.context = context;
        Duration kept = settings.grace().multipliedBy(2).plus(MARGIN);
        long now = context.currentSystemTimeMs();
        windows = new Windows(context.getStateStore(STORE), kept, room, now);
        windows.recent(Board.MOST_POINTS, now).forEach(window -> show(window, now));
        context.schedule(settings.interval(), PunctuationType.WALL_CLOCK_TIME, this::tick);
        context.schedule(ROOM_TICK, PunctuationType.WALL_CLOCK_TIME, this::makeRoom);
    }

    @Override
    public void process(Record<byte[], Judgement> record) {
        long now = context.currentSystemTimeMs();
        windows.count(record.value(), now);
        makeRoom(now);
    }

    @Override
    public void close() {
        if (windows != null) {
            windows.close();
            metrics.board().forget(context.taskId());
        }
    }

    private void tick(long now) {
        windows.changed().forEach(window -> tell(window, now));
        windows.expire(now);
        makeRoom(now);
    }

    private void makeRoom(long now) {
        List<Windows.Evaluated> closed = windows.makeRoom(now);
        if (!closed.isEmpty()) {
            closed.forEach(window -> {
                forward(window, now);
                // Only where it is shown: a version that nobody labels any more would push another one off the page.
                metrics.board().correct(context.taskId(), window);
            });
            metrics.evicted(closed);
            LOG.warn(
                    "no room for {} windows, among them {}: what is told of them stays as it is; allow more with {}",
                    closed.size(),
                    closed.get(0).key().text(),
                    Setting.EVALUATE_MAX_BYTES.key());
        }
    }

    private void tell(Windows.Evaluated window, long now) {
        forward(window, now);
        show(window, now);
    }

    private void forward(Windows.Evaluated window, long now) {
        context.forward(new Record<>(
                window.key().text().getBytes(StandardCharsets.UTF_8),
                EvaluationJson.of(window),
                now,
                new RecordHeaders()));
    }

    /** A window of the future, as a wrong clock makes it, would hide those of now. */
    private void show(Windows.Evaluated window, long now) {
        if (window.key().start() <= now) {
            metrics.board().show(context.taskId(), window, windows.isNewest(window.key(), now));
        }
    }
}
