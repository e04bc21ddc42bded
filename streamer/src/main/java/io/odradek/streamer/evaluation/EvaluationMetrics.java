package io.odradek.streamer.evaluation;

import io.odradek.streamer.evaluation.label.LabelReason;
import io.odradek.streamer.evaluation.pairing.GuessOutcome;
import io.odradek.streamer.evaluation.pairing.Judgement;
import io.odradek.streamer.evaluation.pairing.LabelOutcome;
import io.odradek.streamer.evaluation.pairing.Waiting;
import io.odradek.streamer.evaluation.window.Figures;
import io.odradek.streamer.evaluation.window.Room;
import io.odradek.streamer.evaluation.window.WindowSize;
import io.odradek.streamer.evaluation.window.Windows;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code streamer evaluate} counts and shows. Counters tell what this process did: what an aborted transaction did is
 * counted, and again when it is repeated. Gauges are of the state in the stores, and exact. Thread-safe.
 */
public final class EvaluationMetrics {
    static final int MOST_CLASSES = 100;
    static final int MOST_PAIRS = 400;
    private static final int LONGEST = 64;
    private static final Pair OTHERS = new Pair("(other)", "(other)");

    private final PrometheusRegistry registry;
    private final Counter labels;
    private final Counter rejected;
    private final Counter predictions;
    private final Counter judgements;
    private final Counter evictedWindows;
    private final Board board = new Board(Clock.systemUTC());
    /** By version, the one that was judged last at the end: the pairs of classes that have a series. */
    private final Map<String, Set<Pair>> pairs = new LinkedHashMap<>(); // guarded by itself

    private final Map<Object, Held> held = new ConcurrentHashMap<>();

    private record Pair(String truth, String predicted) {}

    private record Held(int predictions, int labels, long predictionBytes, long labelBytes) {}

    /** Registers all of them. */
    public EvaluationMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        this.labels = counter(EvaluationMetric.LABELS);
        this.rejected = counter(EvaluationMetric.REJECTED);
        this.predictions = counter(EvaluationMetric.PREDICTIONS);
        this.judgements = counter(EvaluationMetric.JUDGEMENTS);
        this.evictedWindows = counter(EvaluationMetric.EVICTED_WINDOWS);
        for (LabelOutcome outcome : LabelOutcome.values()) {
            labels.initLabelValues(outcome.tag());
        }
        for (LabelReason reason : LabelReason.values()) {
            rejected.initLabelValues(reason.name());
        }
        for (WindowSize size : WindowSize.values()) {
            evictedWindows.initLabelValues(size.tag());
        }
        for (GuessOutcome outcome : GuessOutcome.values()) {
            predictions.initLabelValues(outcome.tag());
        }
        window(EvaluationMetric.WINDOW_START, shown -> shown.key().start() / 1e3);
        window(EvaluationMetric.IMAGES, shown -> (double) shown.figures().images());
        window(EvaluationMetric.ACCURACY, shown -> shown.figures().accuracy());
        window(EvaluationMetric.CALIBRATION_ERROR, shown -> shown.figures().calibrationError());
        ofClass(EvaluationMetric.CLASS_IMAGES, one -> (double) one.images());
        ofClass(EvaluationMetric.PRECISION, Figures.OfClass::precision);
        ofClass(EvaluationMetric.RECALL, Figures.OfClass::recall);
        ofClass(EvaluationMetric.CLASS_CALIBRATION_ERROR, Figures.OfClass::calibrationError);
        waiting(EvaluationMetric.WAITING, Held::predictions, Held::labels);
        waiting(EvaluationMetric.WAITING_BYTES, Held::predictionBytes, Held::labelBytes);
    }

    /** Shows what the health endpoints say; to be called once. */
    public void ready(BooleanSupplier ready) {
        gauge(EvaluationMetric.READY, scrape -> scrape.call(ready.getAsBoolean() ? 1 : 0));
    }

    /** Shows the room of all windows; to be called once. */
    void windows(Room room) {
        gauge(EvaluationMetric.WINDOWS_BYTES, scrape -> scrape.call((double) room.used()));
    }

    /** The windows that are shown. */
    Board board() {
        return board;
    }

    void count(LabelOutcome outcome) {
        labels.labelValues(outcome.tag()).inc();
    }

    void count(GuessOutcome outcome) {
        predictions.labelValues(outcome.tag()).inc();
    }

    void rejected(LabelReason reason) {
        count(LabelOutcome.REJECTED);
        rejected.labelValues(reason.name()).inc();
    }

    void evicted(List<Windows.Evaluated> windows) {
        windows.forEach(
                window -> evictedWindows.labelValues(window.key().size().tag()).inc());
    }

    /** One that takes another back is not counted: a counter only rises. */
    void judged(Judgement judgement) {
        if (judgement.weight() > 0) {
            String model = judgement.guess().model();
            Pair pair = new Pair(cut(judgement.truth()), cut(judgement.guess().label()));
            synchronized (pairs) {
                Set<Pair> before = pairs.remove(model);
                Set<Pair> known = before == null ? new HashSet<>() : before;
                pairs.put(model, known);
                Pair shown = known.contains(pair) || known.size() < MOST_PAIRS ? pair : OTHERS;
                known.add(shown);
                judgements
                        .labelValues(name(model), version(model), shown.truth, shown.predicted)
                        .inc();
                if (pairs.size() > Board.MOST_VERSIONS) {
                    forget(pairs.keySet().iterator().next());
                }
            }
        }
    }

    private void forget(String model) {
        for (Pair pair : Objects.requireNonNull(pairs.remove(model))) {
            judgements.remove(name(model), version(model), pair.truth, pair.predicted);
        }
    }

    /** What a task keeps; null when it is closed. */
    void held(Object task, @Nullable Waiting predicted, @Nullable Waiting labelled) {
        if (predicted == null || labelled == null) {
            held.remove(task);
        } else {
            held.put(task, new Held(predicted.size(), labelled.size(), predicted.bytes(), labelled.bytes()));
        }
    }

    private Counter counter(EvaluationMetric metric) {
        return Counter.builder()
                .name(metric.metric())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .withoutExemplars()
                .register(registry);
    }

    private void gauge(EvaluationMetric metric, Consumer<GaugeWithCallback.Callback> values) {
        GaugeWithCallback.builder()
                .name(metric.metric())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .callback(values)
                .register(registry);
    }

    private void window(EvaluationMetric metric, NullableNumber<Board.Shown> number) {
        gauge(
                metric,
                scrape -> board.shown().forEach(shown -> {
                    Double value = number.of(shown);
                    if (value != null) {
                        String model = shown.key().model();
                        scrape.call(
                                value,
                                name(model),
                                version(model),
                                shown.key().size().tag());
                    }
                }));
    }

    private void ofClass(EvaluationMetric metric, NullableNumber<Figures.OfClass> number) {
        gauge(
                metric,
                scrape -> board.shown()
                        .forEach(shown -> shown.classes().forEach((label, figure) -> {
                            Double value = number.of(figure);
                            if (value != null) {
                                String model = shown.key().model();
                                scrape.call(
                                        value,
                                        name(model),
                                        version(model),
                                        shown.key().size().tag(),
                                        label);
                            }
                        })));
    }

    private void waiting(EvaluationMetric metric, ToDoubleFunction<Held> predicted, ToDoubleFunction<Held> labelled) {
        gauge(metric, scrape -> {
            scrape.call(held.values().stream().mapToDouble(predicted).sum(), "prediction");
            scrape.call(held.values().stream().mapToDouble(labelled).sum(), "label");
        });
    }

    private interface NullableNumber<T> {
        @Nullable
        Double of(T what);
    }

    private static String name(String model) {
        return model.substring(0, model.indexOf('@'));
    }

    private static String version(String model) {
        return model.substring(model.indexOf('@') + 1);
    }

    /** Never between the two halves of a character. */
    static String cut(String label) {
        if (label.length() <= LONGEST) {
            return label;
        }
        return label.substring(0, Character.isHighSurrogate(label.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
