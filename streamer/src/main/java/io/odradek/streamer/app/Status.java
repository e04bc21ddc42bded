package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HealthState;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process is doing and what went wrong last: one place for logs, health and metrics to agree. Thread-safe.
 */
final class Status implements Service.StreamsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(Status.class);

    /** Immutable; replaced as a whole. */
    private record Snapshot(
            KafkaStreams.State streams, String waitingFor, HealthReport.Failure lastError, boolean loaderFailed) {}

    private final Clock clock;
    private final HealthReport.Identity identity;
    private final Map<String, ModelStatus> models = new LinkedHashMap<>();
    private volatile Snapshot now;

    /**
     * No model is live.
     *
     * @param names of the models that are served
     * @param waitingFor what comes before the models
     */
    Status(
            Clock clock,
            StreamerMetrics metrics,
            HealthReport.Identity identity,
            Collection<String> names,
            String waitingFor) {
        this.clock = clock;
        this.identity = identity;
        this.now = new Snapshot(KafkaStreams.State.CREATED, waitingFor, HealthReport.Failure.NONE, false);
        for (String name : names) {
            models.put(name, new ModelStatus(this, clock, metrics.model(name), name, names.size() > 1));
        }
    }

    /** That of one of the models. @throws IllegalArgumentException when it is none of them */
    ModelStatus model(String name) {
        ModelStatus model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("model " + name + " is not served");
        }
        return model;
    }

    /** Done when each model is live for the first time; fails when one will never be. */
    CompletableFuture<Void> firstModels() {
        CompletableFuture<Void> all = CompletableFuture.allOf(
                models.values().stream().map(ModelStatus::firstLive).toArray(CompletableFuture<?>[]::new));
        // allOf would wait for the others before it fails.
        for (ModelStatus model : models.values()) {
            model.firstLive().exceptionally(cause -> {
                all.completeExceptionally(cause);
                return null;
            });
        }
        return all;
    }

    /** The state as the health endpoints tell it. A rebalance is alive; only an end that nobody asked for, of Streams or of a loader, is not. */
    HealthReport report() {
        Snapshot s = now;
        List<HealthReport.Model> each =
                models.values().stream().map(ModelStatus::report).toList();
        boolean haveModels = each.stream().allMatch(HealthReport.Model::isLive);
        HealthState state = state(s.streams, haveModels);
        String waitingFor =
                s.waitingFor.isEmpty() ? HealthReport.joined(each, HealthReport.Model::waitingFor) : s.waitingFor;
        return new HealthReport(
                state.live() && !s.loaderFailed,
                state.ready() && haveModels,
                state.tag(),
                waitingFor.isEmpty() ? waitingFor(state) : waitingFor,
                each,
                s.lastError,
                identity,
                HealthReport.Operation.NORMAL,
                HealthReport.Flow.UNKNOWN,
                Map.of());
    }

    /** By model: how long the version that the pointer names has not been in force; 0 when it is. */
    Map<String, Double> behindSeconds() {
        Map<String, Double> each = new LinkedHashMap<>();
        models.forEach((name, model) -> each.put(name, model.behindSeconds()));
        return each;
    }

    /** @param isPrepared whether Kafka Streams is what comes next */
    static HealthState state(KafkaStreams.State streams, boolean isPrepared) {
        return switch (streams) {
            case CREATED -> isPrepared ? HealthState.STARTING : HealthState.WAITING;
            case REBALANCING -> HealthState.REBALANCING;
            case RUNNING -> HealthState.RUNNING;
            case PENDING_SHUTDOWN -> HealthState.PENDING_SHUTDOWN;
            case NOT_RUNNING -> HealthState.NOT_RUNNING;
            case PENDING_ERROR -> HealthState.PENDING_ERROR;
            case ERROR -> HealthState.ERROR;
        };
    }

    /** What Kafka Streams waits for, once it is started. */
    static String waitingFor(HealthState state) {
        return switch (state) {
            case STARTING -> "Kafka Streams to start";
            case REBALANCING -> "the consumer group to give this instance its partitions";
            default -> "";
        };
    }

    /** What comes before the models, and is not there yet; empty when all of it is. */
    void waiting(String what) {
        update(s -> new Snapshot(s.streams, what, s.lastError, s.loaderFailed));
    }

    @Override
    public void streams(KafkaStreams.State state) {
        update(s -> new Snapshot(state, s.waitingFor, s.lastError, s.loaderFailed));
        LOG.info("streams: {}", state.name().toLowerCase(Locale.ROOT));
    }

    void lastError(String text) {
        HealthReport.Failure failure = new HealthReport.Failure(text, time(clock));
        update(s -> new Snapshot(s.streams, s.waitingFor, failure, s.loaderFailed));
    }

    @Override
    public void error(String what, Throwable cause) {
        lastError(what + ": " + StreamerException.rootCause(cause));
        LOG.error("{}", what, cause);
    }

    /** No new version of a model will ever arrive. */
    void loaderFailed(String what, Throwable cause) {
        error(what, cause);
        update(s -> new Snapshot(s.streams, s.waitingFor, s.lastError, true));
    }

    /** As the endpoints and the topics tell times. */
    static String time(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private synchronized void update(UnaryOperator<Snapshot> change) {
        now = change.apply(now);
    }
}
