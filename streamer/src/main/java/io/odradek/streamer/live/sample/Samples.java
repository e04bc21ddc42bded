package io.odradek.streamer.live.sample;

import io.odradek.streamer.config.ImageSettings;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The samples of all models: grants them a few times a second, makes them small, and keeps the newest of each class, of
 * what the model is not sure of, and of each reason. All of it holds at most 13 MiB, and one tensor where that alone is
 * larger than 4 MiB: what was put down and is not small yet (4 MiB of tensors, 2 MiB of values), what waits for its answer
 * (128 small ones), and what is shown (3 MiB).
 *
 * <p>{@link #tick}, {@link #tickLetters} and what is shown belong to one thread; samplers to any.
 */
public final class Samples {
    /** How often {@link #tick} and {@link #tickLetters} want to be called. */
    public static final long TICK_MILLIS = 250;

    static final int MOST_PREDICTIONS = 200;
    static final int MOST_LETTERS = 50;
    static final int MOST_WAITING = 128;

    private static final int MOST_INBOX = 256;
    private static final int PREDICTION_BYTES = 2 << 20;
    private static final int LETTER_BYTES = 1 << 20;
    private static final int INBOX_BYTES = 4 << 20;
    private static final int LETTER_INBOX_BYTES = 2 << 20;

    /** Ticks after which an answer is not waited for any more: 30 s. */
    private static final int PATIENCE_TICKS = 120;

    /** Models that are granted samples at one tick. */
    private static final int MODELS_A_TICK = 2;

    private static final int TICKS_A_SECOND = 4;
    private static final int CLASSES_A_TICK = 4;

    private final Inbox<Sample> inbox = new Inbox<>(MOST_INBOX, INBOX_BYTES);
    private final Inbox<RejectedSample> letterInbox = new Inbox<>(MOST_INBOX, LETTER_INBOX_BYTES);
    private final Map<String, Sampler> samplers = new LinkedHashMap<>();
    private final Deque<Sampler> turns;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Gallery<Shown> predictions = new Gallery<>(MOST_PREDICTIONS, PREDICTION_BYTES);
    private final Gallery<Shown> letters = new Gallery<>(MOST_LETTERS, LETTER_BYTES);
    private final Pictures pictures;
    private final LongSupplier sequence;
    private final Clock clock;
    private long ticks;

    private record Waiting(Sample sample, long since) {}

    private record Kind(String model, int kind) {}

    /**
     * Nothing is sampled before the first tick.
     *
     * @param models their names
     * @param images what an image may be
     * @param sequence numbers what is shown
     * @param nanoTime as {@link System#nanoTime}
     */
    public Samples(
            Collection<String> models,
            ImageSettings images,
            LongSupplier sequence,
            LongSupplier nanoTime,
            Clock clock) {
        models.forEach(model -> samplers.put(model, new Sampler(model, inbox, letterInbox)));
        this.turns = new ArrayDeque<>(samplers.values());
        this.pictures = new Pictures(images, nanoTime);
        this.sequence = sequence;
        this.clock = clock;
    }

    /** That of a model. */
    public Sampler sampler(String model) {
        return Objects.requireNonNull(samplers.get(model), model);
    }

    /**
     * Takes up the predictions that were put down, and grants more of all.
     *
     * @param watched whether somebody looks; otherwise it is about one a second
     */
    public void tick(boolean watched) {
        ticks++;
        inbox.drain(sample -> {
            sample.shrink();
            waiting.add(new Waiting(sample, ticks));
        });
        show();
        grant(watched);
    }

    /** Takes up the dead letters that were put down; one that fails is gone, and those behind it come next time. */
    public void tickLetters() {
        letterInbox.drain(letter -> {
            long seq = sequence.getAsLong();
            byte[] json = Wording.of(letter, pictures.find(letter.value()), seq, clock.instant());
            letters.add(letter.why().reason(), new Shown(seq, json), json.length);
        });
    }

    private void show() {
        waiting.removeIf(one -> {
            Sample.Answer answer = one.sample().answer();
            if (answer != null) {
                show(one.sample(), answer);
            }
            return answer != null || ticks - one.since() > PATIENCE_TICKS;
        });
        while (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
    }

    private void show(Sample sample, Sample.Answer answer) {
        long seq = sequence.getAsLong();
        byte[] json = Wording.of(sample, answer, seq, clock.instant());
        predictions.add(new Kind(sample.model.name(), sample.kind), new Shown(seq, json), json.length);
    }

    /** About 6 images of whatever class, 16 by class and 4 unsure ones a second; unwatched one of each kind at most. */
    private void grant(boolean watched) {
        boolean second = ticks % TICKS_A_SECOND == 0;
        for (int i = 0; i < Math.min(MODELS_A_TICK, turns.size()); i++) {
            Sampler next = turns.remove();
            turns.add(next);
            if (watched) {
                next.grant(ticks % 2 == 0 ? 2 : 1, CLASSES_A_TICK, true, second);
            } else if (second) {
                next.grant(1, 1, true, true);
            }
        }
    }

    /** Of predictions, the oldest first. */
    public List<Shown> predictions() {
        return predictions.all();
    }

    /** Of dead letters, the oldest first. */
    public List<Shown> letters() {
        return letters.all();
    }

    /** What it holds, but for what waits for its answer. */
    long bytes() {
        return inbox.bytes() + letterInbox.bytes() + predictions.bytes() + letters.bytes();
    }

    /** What waits for its answer. */
    int waiting() {
        return waiting.size();
    }
}
