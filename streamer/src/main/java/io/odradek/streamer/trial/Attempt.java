package io.odradek.streamer.trial;

import io.odradek.streamer.explain.Explainer;
import io.odradek.streamer.explain.Explanation;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.Classifier;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.trial.Answer.Predicted;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One image that is being tried: a worker finds out what becomes of it and then what counted for that, and somebody waits
 * for both. The turn is held as long as the worker is at it. Thread-safe.
 */
final class Attempt {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id = "try-" + HexFormat.of().toHexDigits(RANDOM.nextLong());
    private final TrialImage image;
    private final ModelHolder models;
    private final Turns.Turn turn;
    private final long deadline;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final CompletableFuture<Explanation> explanation = new CompletableFuture<>();
    private volatile List<String> labels = List.of();
    private volatile @Nullable Future<?> work;

    /** What the work came to. */
    record Result(Reply reply, Explanation explanation) {}

    /** A model that is or was live here. */
    private record Known(ModelRef model, List<String> labels) {}

    /**
     * Not begun.
     *
     * @param turn held until the worker has ended
     * @param deadline for the reply, of {@link System#nanoTime}
     */
    Attempt(TrialImage image, ModelHolder models, Turns.Turn turn, long deadline) {
        this.image = image;
        this.models = models;
        this.turn = turn;
        this.deadline = deadline;
        turn.join();
    }

    String id() {
        return id;
    }

    /** What became of it, or a failure. */
    CompletableFuture<Reply> reply() {
        return reply;
    }

    /** What counted; never a failure. */
    CompletableFuture<Explanation> explanation() {
        return explanation;
    }

    /** Of the model that answered, once there is a reply; empty when this instance has not had it. */
    List<String> labels() {
        return labels;
    }

    /**
     * Does the work: the reply is known as soon as it is to be explained.
     *
     * @throws RuntimeException when Kafka does not take the image or does not let its outcome be read
     */
    Result run(Exchange exchange, Explainer explainer, Duration patience) {
        Known before = known();
        Reply found = exchange.ask(image, id, deadline);
        if (!(found instanceof Reply.Found answered) || !(answered.answer() instanceof Predicted predicted)) {
            return new Result(found, Explanation.NONE);
        }
        labels = labels(predicted.model(), before, known());
        reply.complete(found);
        long end = System.nanoTime() + patience.toNanos();
        return new Result(
                found, explainer.explain(models, answered.value(), image.contentType(), predicted.label(), end));
    }

    private @Nullable Known known() {
        try (ModelHolder.Lease lease = models.acquire()) {
            if (lease == null) {
                return null;
            }
            Classifier model = lease.classifier();
            return new Known(model.ref(), model.labels());
        }
    }

    private static List<String> labels(ModelRef model, @Nullable Known... known) {
        for (Known one : known) {
            if (one != null && one.model.equals(model)) {
                return one.labels;
            }
        }
        return List.of();
    }

    /** Whether the worker may begin. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** The worker has ended, and the turn with it. */
    void end(Result result) {
        if (ended.compareAndSet(false, true)) {
            turn.close();
            reply.complete(result.reply);
            explanation.complete(result.explanation);
        }
    }

    /** The worker has ended without a result; who waits for something that is not there yet waits in vain. */
    void end(RuntimeException why) {
        if (ended.compareAndSet(false, true)) {
            turn.close();
            reply.completeExceptionally(why);
            explanation.complete(Explanation.NONE);
        }
    }

    /** What {@link #stop} is to stop. */
    void workedOnBy(Future<?> future) {
        work = future;
    }

    /** Nobody waits any more: the worker is interrupted, or does not begin. */
    void stop() {
        if (begin()) {
            end(new CancellationException());
        }
        Future<?> future = work;
        if (future != null) {
            future.cancel(true);
        }
    }
}
