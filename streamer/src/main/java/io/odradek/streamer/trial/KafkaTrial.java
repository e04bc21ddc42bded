package io.odradek.streamer.trial;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.explain.Explainer;
import io.odradek.streamer.explain.Explanation;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.topics.ImagesTopics;
import io.odradek.streamer.topics.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries images one after the other on a thread of its own: through Kafka and back within 6 s, and then what counted for
 * the answer within 2 s. Its clients of Kafka are opened for the first image and closed after a minute without another one.
 * It is on the way of no other image. Thread-safe.
 */
public final class KafkaTrial implements ImageTrial, AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(6);
    private static final Duration EXPLANATION = Duration.ofSeconds(2);
    /** How much later than the worker somebody who waits for it gives up. */
    private static final Duration GRACE = Duration.ofMillis(300);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String CLIENT_ID = "odradek-try";
    private static final Duration KAFKA = Duration.ofSeconds(2);
    private static final int MOST_REQUEST_BYTES = 2 << 20;

    private final StreamerConfig config;
    private final Map<String, ModelHolder> models;
    private final Supplier<String> state;
    private final Turns turns = new Turns(System::nanoTime);
    private final TrialThread worker;
    private volatile @Nullable ImagesTopics images;

    /**
     * Opens nothing.
     *
     * @param models by name, each that is served
     * @param state what keeps this streamer from answering images now, for people; or empty
     */
    public KafkaTrial(StreamerConfig config, Map<String, ModelHolder> models, Supplier<String> state) {
        this.config = config;
        this.models = Map.copyOf(models);
        this.state = state;
        Explainer explainer = new Explainer(decoder(config.images()), System::nanoTime);
        this.worker = new TrialThread(this::exchange, explainer, EXPLANATION, IDLE);
    }

    private static PayloadDecoder decoder(ImageSettings images) {
        return new PayloadDecoder(
                new ImageLimits(images.maxBytes(), images.maxSide(), images.maxPixels(), images.maxFrames()),
                images.enveloped());
    }

    private Exchange exchange() {
        KafkaClients clients = new KafkaClients(config, CLIENT_ID, KAFKA);
        return new Exchange(
                config.topics(), config.images().enveloped(), clients.producer(MOST_REQUEST_BYTES), clients.consumer());
    }

    /** From now on images can be sent. */
    public void open(ImagesTopics found) {
        images = found;
    }

    @Override
    public List<String> topics() {
        return config.routes().topics();
    }

    @Override
    public Limit limit() {
        ImagesTopics found = images;
        return found == null ? new Limit(0, state.get()) : Limit.of(config, found.maxRecordBytes());
    }

    @Override
    public Optional<Turns.Turn> turn() {
        return turns.take();
    }

    @Override
    public TrialOutcome attempt(TrialImage image, Turns.Turn turn, Duration patience) {
        Duration most = patience.minus(EXPLANATION).minus(GRACE.multipliedBy(2));
        Duration time = ANSWER.compareTo(most) < 0 ? ANSWER : most;
        String model = config.routes().model(image.topic());
        ModelHolder holder = Objects.requireNonNull(models.get(model), model);
        Attempt attempt = new Attempt(image, holder, turn, System.nanoTime() + time.toNanos());
        try {
            worker.start(attempt);
            return outcome(attempt, time);
        } catch (TimeoutException e) {
            attempt.stop();
            return new TrialOutcome.Unavailable("Kafka has not answered within " + time.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Fault.outcome(e.getCause() == null ? e : e.getCause(), config);
        } catch (RejectedExecutionException e) {
            attempt.stop();
            return new TrialOutcome.Unavailable("the streamer is stopping");
        } catch (InterruptedException e) {
            attempt.stop();
            Thread.currentThread().interrupt();
            return new TrialOutcome.Unavailable("the try was stopped");
        }
    }

    private TrialOutcome outcome(Attempt attempt, Duration time)
            throws ExecutionException, InterruptedException, TimeoutException {
        Reply reply = within(attempt.reply(), time);
        if (reply instanceof Reply.Missing missing) {
            return new TrialOutcome.NoAnswer(missing.why(time, state.get()));
        }
        return new TrialOutcome.Answered(
                new AnsweredTry(attempt.id(), (Reply.Found) reply, attempt.labels(), explanation(attempt)).toJson());
    }

    /** Decoding a huge image, or a batch of a slow model, cannot be interrupted: then it is shown without. */
    private static Explanation explanation(Attempt attempt) throws ExecutionException, InterruptedException {
        try {
            return within(attempt.explanation(), EXPLANATION);
        } catch (TimeoutException e) {
            attempt.stop();
            return Explanation.NONE;
        }
    }

    private static <T> T within(CompletableFuture<T> future, Duration time)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(time.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops what is in work. @throws IllegalStateException when it does not stop in time */
    @Override
    public void close() {
        worker.close();
    }
}
