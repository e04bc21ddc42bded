package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HealthState;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process is doing and what went wrong last: one place for logs, health and metrics to agree. Thread-safe.
 */
final class Status implements ModelEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Status.class);

    /** Immutable; replaced as a whole. */
    private record Snapshot(
            KafkaStreams.State streams,
            String waitingFor,
            String model,
            String lastRefusal,
            String lastError,
            boolean loaderFailed) {}

    private final StreamerMetrics metrics;
    private final HealthReport.Identity identity;
    private final CompletableFuture<Void> firstModel = new CompletableFuture<>();
    private volatile Snapshot now;

    Status(StreamerMetrics metrics, HealthReport.Identity identity, String waitingFor) {
        this.metrics = metrics;
        this.identity = identity;
        this.now = new Snapshot(KafkaStreams.State.CREATED, waitingFor, "", "", "", false);
    }

    /** Done when the first model is live; fails when there will never be one. */
    CompletableFuture<Void> firstModel() {
        return firstModel;
    }

    /** The state as the health endpoints tell it. A rebalance is alive; only an end that nobody asked for, of Streams or of the loader, is not. */
    HealthReport report() {
        Snapshot s = now;
        HealthState state = state(s);
        return new HealthReport(
                state.live() && !s.loaderFailed,
                state.ready() && !s.model.isEmpty(),
                state.tag(),
                s.waitingFor.isEmpty() ? waitingFor(state) : s.waitingFor,
                s.model,
                s.lastRefusal,
                s.lastError,
                identity,
                HealthReport.Operation.NORMAL);
    }

    private static HealthState state(Snapshot s) {
        return switch (s.streams) {
            case CREATED -> s.model.isEmpty() ? HealthState.WAITING : HealthState.STARTING;
            case REBALANCING -> HealthState.REBALANCING;
            case RUNNING -> HealthState.RUNNING;
            case PENDING_SHUTDOWN -> HealthState.PENDING_SHUTDOWN;
            case NOT_RUNNING -> HealthState.NOT_RUNNING;
            case PENDING_ERROR -> HealthState.PENDING_ERROR;
            case ERROR -> HealthState.ERROR;
        };
    }

    /** What Kafka Streams waits for, once there is a model. */
    private static String waitingFor(HealthState state) {
        return switch (state) {
            case STARTING -> "Kafka Streams to start";
            case REBALANCING -> "the consumer group to give this instance its partitions";
            default -> "";
        };
    }

    void streams(KafkaStreams.State state) {
        update(s -> new Snapshot(state, s.waitingFor, s.model, s.lastRefusal, s.lastError, s.loaderFailed));
        LOG.info("streams: {}", state.name().toLowerCase(Locale.ROOT));
    }

    void error(String what, Throwable cause) {
        String text = what + ": " + StreamerException.rootCause(cause);
        update(s -> new Snapshot(s.streams, s.waitingFor, s.model, s.lastRefusal, text, s.loaderFailed));
        LOG.error("{}", what, cause);
    }

    @Override
    public void waiting(String what) {
        update(s -> new Snapshot(s.streams, what, s.model, s.lastRefusal, s.lastError, s.loaderFailed));
        if (!what.isEmpty()) {
            LOG.info("waiting for {}", what);
        }
    }

    @Override
    public void live(ModelRef model, Duration took) {
        update(s -> new Snapshot(s.streams, "", model.toString(), s.lastRefusal, s.lastError, s.loaderFailed));
        metrics.modelLive(model, took);
        LOG.info("model {} is live after {} ms", model, took.toMillis());
        firstModel.complete(null);
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        String text = version + ", " + stage.tag() + ": " + why;
        update(s -> new Snapshot(s.streams, s.waitingFor, s.model, text, s.lastError, s.loaderFailed));
        metrics.modelRefused(stage.tag());
        LOG.warn("model refused: {}", text);
    }

    @Override
    public void unreadable(String what) {
        update(s -> new Snapshot(s.streams, s.waitingFor, s.model, s.lastRefusal, what, s.loaderFailed));
        metrics.modelsUnreadable();
        LOG.warn("{}; trying again", what);
    }

    @Override
    public void failed(Throwable cause) {
        error("the model loader ended", cause);
        update(s -> new Snapshot(s.streams, s.waitingFor, s.model, s.lastRefusal, s.lastError, true));
        firstModel.completeExceptionally(cause);
    }

    private synchronized void update(UnaryOperator<Snapshot> change) {
        now = change.apply(now);
    }
}
