package io.odradek.streamer.explain;

import io.odradek.streamer.explain.Occlusion.Patch;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.Classifier;
import io.odradek.streamer.model.ModelHolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the live model, again and again, what it says of an image of which a part is covered; see {@link Occlusion}. It
 * holds a lease for one small batch at a time, so that no swap waits for it; when the model changes meanwhile it begins
 * anew, once. After each batch it rests for as long as that took, so that images have at least half of the processor.
 * A model keeps what it needs for each thread that asks: use always the same. Not thread-safe.
 */
public final class Explainer {
    private static final int MOST_BATCH = 16;
    /** A batch that takes longer is too large. */
    private static final long BATCH_NANOS = 50_000_000;

    /** Tensors of one batch; a model that takes larger ones gets no heat map. */
    private static final int MOST_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

    private final PayloadDecoder decoder;
    private final LongSupplier nanoTime;
    private final LongConsumer rest;

    /** What is to be explained. */
    private record Question(
            ModelHolder models, byte[] value, @Nullable String contentType, String label, long deadline) {}

    /** What the questions to one model are about. */
    private record Subject(ModelRef model, InputSpec input, int index) {}

    /** Another model is live. */
    private static final class ModelChanged extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * An explainer.
     *
     * @param decoder as the stream threads have it; not shared with another thread
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public Explainer(PayloadDecoder decoder, LongSupplier nanoTime) {
        // Ends when the thread is interrupted, which is looked at afterwards.
        this(decoder, nanoTime, LockSupport::parkNanos);
    }

    /** @param rest waits for so many nanoseconds, or less */
    Explainer(PayloadDecoder decoder, LongSupplier nanoTime, LongConsumer rest) {
        this.rest = rest;
        this.decoder = decoder;
        this.nanoTime = nanoTime;
    }

    /**
     * What counts for a label in an image.
     *
     * @param models lends the model
     * @param value the record's value
     * @param contentType the record's {@code content-type} header, if any
     * @param label what the image was taken for
     * @param deadline of the clock; but for the batch that is in work then, and for decoding, nothing goes on after it
     */
    public Explanation explain(
            ModelHolder models, byte[] value, @Nullable String contentType, String label, long deadline) {
        Question question = new Question(models, value, contentType, label, deadline);
        try {
            return ask(question);
        } catch (ModelChanged once) {
            try {
                return ask(question);
            } catch (ModelChanged twice) {
                return Explanation.NONE;
            }
        }
    }

    private Explanation ask(Question question) throws ModelChanged {
        Subject subject = subject(question);
        if (subject == null
                || !(decoder.decode(question.value, question.contentType, subject.input)
                                .decoding()
                        instanceof Decoded image)) {
            return Explanation.NONE;
        }
        Picture picture = Picture.of(image.tensor(), subject.input);
        if (subject.index < 0 || subject.input.bytes() > MOST_BYTES) {
            return new Explanation(picture, null);
        }
        try {
            return new Explanation(picture, heatmap(question, subject, image.tensor()));
        } catch (IllegalStateException e) {
            LOG.warn("no heat map: {}", e.getMessage());
            return new Explanation(picture, null);
        }
    }

    private static @Nullable Subject subject(Question question) {
        try (ModelHolder.Lease lease = question.models.acquire()) {
            if (lease == null) {
                return null;
            }
            Classifier model = lease.classifier();
            return new Subject(model.ref(), model.input(), model.labels().indexOf(question.label));
        }
    }

    private @Nullable Heatmap heatmap(Question question, Subject subject, byte[] tensor) throws ModelChanged {
        float before = classify(question, subject, List.of(tensor))[0][subject.index];
        Occlusion occlusion = new Occlusion(tensor, subject.input);
        List<Patch> patches = occlusion.patches();
        List<Double> drops = new ArrayList<>(patches.size());
        int size = 1;
        while (drops.size() < patches.size() && isTimeLeft(question)) {
            List<byte[]> batch = patches.subList(drops.size(), Math.min(drops.size() + size, patches.size())).stream()
                    .map(occlusion::covered)
                    .toList();
            long start = nanoTime.getAsLong();
            for (float[] row : classify(question, subject, batch)) {
                drops.add((double) before - row[subject.index]);
            }
            long end = nanoTime.getAsLong();
            size = nextSize(size, end - start, subject.input.bytes());
            if (drops.size() < patches.size()) {
                rest.accept(Math.max(0, Math.min(end - start, question.deadline - end)));
            }
        }
        boolean usable =
                drops.size() >= occlusion.firstPass().size() && drops.stream().allMatch(Double::isFinite);
        return usable ? occlusion.heatmap(drops) : null;
    }

    private static int nextSize(int size, long tookNanos, int tensorBytes) {
        int most = Math.min(MOST_BATCH, MOST_BYTES / tensorBytes);
        return tookNanos > BATCH_NANOS ? Math.max(1, size / 2) : Math.min(most, 2 * size);
    }

    private boolean isTimeLeft(Question question) {
        return nanoTime.getAsLong() - question.deadline < 0
                && !Thread.currentThread().isInterrupted();
    }

    private static float[][] classify(Question question, Subject subject, List<byte[]> tensors) throws ModelChanged {
        try (ModelHolder.Lease lease = question.models.acquire()) {
            if (lease == null || !lease.classifier().ref().equals(subject.model)) {
                throw new ModelChanged();
            }
            return lease.classifier().classify(tensors);
        }
    }
}
