package io.odradek.streamer.live.sample;

import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Chooses samples among the images of one model, on the threads that classify: for nearly every image it costs some plain
 * reads and keeps nothing. Thread-safe, without locks.
 */
public final class Sampler {
    /** A larger value is not kept, only its first bytes. */
    private static final int MOST_VALUE_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 64;

    /** Where the value may be an image all the same. */
    private static final Set<Reason> VISIBLE = EnumSet.of(
            Reason.WRONG_SIZE,
            Reason.UNSUPPORTED_CONTENT_TYPE,
            Reason.CONTENT_TYPE_MISMATCH,
            Reason.WRONG_LENGTH,
            Reason.HEADERS_TOO_LARGE,
            Reason.INVALID_OUTPUT);

    private final String model;
    private final Inbox<Sample> samples;
    private final Inbox<RejectedSample> letters;
    private final Permits permits = new Permits();
    /** Whether a dead letter may become a sample. */
    private final Map<Reason, AtomicBoolean> reasons = new EnumMap<>(Reason.class);

    /** Of the model in the last sample, as far as they have permits; 1 before the first. */
    private volatile int classes = 1;

    private int nextClass;

    Sampler(String model, Inbox<Sample> samples, Inbox<RejectedSample> letters) {
        this.model = model;
        this.samples = samples;
        this.letters = letters;
        for (Reason reason : Reason.values()) {
            reasons.put(reason, new AtomicBoolean());
        }
    }

    /** One that chooses nothing. */
    public static Sampler none() {
        return new Sampler("", new Inbox<>(0, 0), new Inbox<>(0, 0));
    }

    /**
     * The sample that a classified image becomes; null for nearly all.
     *
     * @param ref the model that classified it
     * @param labels class names in output order
     * @param input what the tensor is like
     * @param probabilities {@code [classes]}, kept if it becomes one
     * @param index of the label
     * @param tensor {@code [C, H, W]}, kept for a moment if it becomes one
     */
    public @Nullable Sample sample(
            ModelRef ref, List<String> labels, InputSpec input, float[] probabilities, int index, byte[] tensor) {
        int kind = permits.claim(index, probabilities[index]);
        if (kind == Permits.NONE) {
            return null;
        }
        classes = Math.min(labels.size(), Permits.CLASSES);
        Sample sample = new Sample(kind, ref, labels, input, probabilities, index, tensor);
        return samples.offer(sample, tensor.length) ? sample : null;
    }

    /**
     * An image became a dead letter, which few of them are shown.
     *
     * @param value kept for a moment if it may be shown
     */
    public void rejected(Source source, Rejected why, byte @Nullable [] value) {
        AtomicBoolean permit = reasons.get(why.reason());
        if (permit != null && permit.getOpaque() && permit.compareAndSet(true, false)) {
            put(source, why, value);
        }
    }

    private void put(Source source, Rejected why, byte @Nullable [] value) {
        int bytes = value == null ? 0 : value.length;
        byte[] first = value == null ? null : Arrays.copyOf(value, Math.min(bytes, FIRST_BYTES));
        boolean kept = value != null
                && bytes <= MOST_VALUE_BYTES
                && VISIBLE.contains(why.reason())
                && letters.offer(new RejectedSample(model, source, why, bytes, first, value), bytes);
        if (!kept) {
            boolean unused = letters.offer(new RejectedSample(model, source, why, bytes, first, null), FIRST_BYTES);
        }
    }

    /**
     * Some images may become samples.
     *
     * @param any so many, whatever they are
     * @param someClasses so many classes, in turn, one each
     * @param unsure one that the model is not sure of
     * @param letter a dead letter for each reason
     */
    void grant(int any, int someClasses, boolean unsure, boolean letter) {
        permits.grantAny(any);
        for (int i = Math.min(someClasses, classes); i > 0; i--) {
            nextClass = (nextClass + 1) % classes;
            permits.grantClass(nextClass);
        }
        if (unsure) {
            permits.grantUnsure();
        }
        if (letter) {
            reasons.values().forEach(permit -> permit.set(true));
        }
    }
}
