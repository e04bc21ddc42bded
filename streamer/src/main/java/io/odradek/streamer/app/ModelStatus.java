package io.odradek.streamer.app;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.server.HealthReport;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of one model, for logs, health and metrics alike; errors go to the process's {@link Status}. Thread-safe. */
final class ModelStatus implements ModelEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ModelStatus.class);
    private static final double NANOS = 1e9;

    private final Status process;
    private final Clock clock;
    private final ModelMetrics metrics;
    /** Before a text of the log: the model's name where there are several. */
    private final String prefix;

    private final CompletableFuture<Void> firstLive = new CompletableFuture<>();
    private volatile HealthReport.Model now;
    private String wanted = ""; // guarded by this
    private String version = ""; // guarded by this
    /** {@link System#nanoTime()} when a version was wanted that is not in force; null when it is. */
    private volatile @Nullable Long behindSince;

    /**
     * Has no model.
     *
     * @param isOneOfMany whether the log must say which model it is about
     */
    ModelStatus(Status process, Clock clock, ModelMetrics metrics, String name, boolean isOneOfMany) {
        this.process = process;
        this.clock = clock;
        this.metrics = metrics;
        this.prefix = isOneOfMany ? name + ": " : "";
        this.now = new HealthReport.Model(name, "", "the first model", "", null);
        metrics.behind(this::behindSeconds);
    }

    /** Done when a version is live for the first time; fails when there will never be one. */
    CompletableFuture<Void> firstLive() {
        return firstLive;
    }

    HealthReport.Model report() {
        return now;
    }

    @Override
    public void waiting(String what) {
        update(m -> new HealthReport.Model(m.name(), m.live(), what, m.lastRefusal(), m.lastReload()));
        if (!what.isEmpty()) {
            LOG.info("{}waiting for {}", prefix, what);
        }
    }

    @Override
    public synchronized void wanted(String wanted) {
        this.wanted = wanted;
        compare();
    }

    private void compare() {
        boolean isBehind = !wanted.isEmpty() && !wanted.equals(version);
        Long since = behindSince;
        behindSince = !isBehind ? null : since == null ? Long.valueOf(System.nanoTime()) : since;
    }

    /** How long the version that the pointer names has not been in force; 0 when it is. */
    double behindSeconds() {
        Long since = behindSince;
        return since == null ? 0 : (System.nanoTime() - since) / NANOS;
    }

    @Override
    public void live(ModelRef model, Duration took) {
        inForce(model.version());
        HealthReport.Reload reload =
                new HealthReport.Reload(model.version(), "live", "", "", Status.time(clock), took.toNanos() / NANOS);
        update(m -> new HealthReport.Model(m.name(), model.toString(), "", m.lastRefusal(), reload));
        metrics.modelLive(model, took);
        LOG.info("model {} is live after {} ms", model, took.toMillis());
        firstLive.complete(null);
    }

    @Override
    public void refused(String version, @Nullable String sha256, Stage stage, String why) {
        String text = version + ", " + stage.tag() + ": " + why;
        HealthReport.Reload reload =
                new HealthReport.Reload(version, "refused", stage.tag(), why, Status.time(clock), null);
        update(m -> new HealthReport.Model(m.name(), m.live(), m.waitingFor(), text, reload));
        metrics.modelRefused(stage.tag());
        LOG.warn("{}model refused: {}", prefix, text);
    }

    @Override
    public void unreadable(String what) {
        process.lastError(prefix + what);
        metrics.modelsUnreadable();
        LOG.warn("{}{}; trying again", prefix, what);
    }

    @Override
    public void unreadableAgain() {
        metrics.modelsUnreadable();
    }

    @Override
    public void failed(Throwable cause) {
        process.loaderFailed(prefix + "the model loader ended", cause);
        firstLive.completeExceptionally(cause);
    }

    private synchronized void inForce(String live) {
        version = live;
        compare();
    }

    private synchronized void update(UnaryOperator<HealthReport.Model> change) {
        now = change.apply(now);
    }
}
