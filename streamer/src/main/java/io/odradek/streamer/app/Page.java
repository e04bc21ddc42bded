package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.live.LiveView;
import io.odradek.streamer.live.Second;
import io.odradek.streamer.live.Situation;
import io.odradek.streamer.live.sample.Sampler;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.metrics.LatencyStage;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.server.Admittance;
import io.odradek.streamer.server.Endpoint;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.page.LivePage;
import io.odradek.streamer.topics.ImagesTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The live page of the streamer: who may see it, what it shows, and what tells it. Where nobody may see it, nothing is
 * sampled and no thread runs. Thread-safe.
 */
final class Page implements Pulse.Listener, AutoCloseable {
    private static final double NANOS = 1e9;
    private static final double MEDIAN = 50;
    private static final double SLOWEST = 99;

    private final StreamerConfig config;
    private final StreamerMetrics metrics;
    private final Map<String, ModelHolder> models;
    private final PageAccess access;
    private final LiveView view;
    private final Tries tries;
    /** Of the pulse's thread: since the start. */
    private long answered;

    private long rejected;

    /**
     * Shows nothing yet.
     *
     * @param models by name
     * @param status what the process says about itself
     * @param health the same, as the health endpoints tell it
     */
    Page(
            StreamerConfig config,
            Admittance admittance,
            StreamerMetrics metrics,
            Map<String, ModelHolder> models,
            Status status,
            Supplier<HealthReport> health) {
        this.config = config;
        this.metrics = metrics;
        this.models = models;
        this.access = new PageAccess(config.observation().page(), config.http().host(), admittance);
        this.view = new LiveView(models.keySet(), config.images(), () -> situation(health.get(), status));
        this.tries = new Tries(config, models, health);
    }

    private Situation situation(HealthReport report, Status status) {
        return new Situation(
                report.identity().instance(),
                report.state(),
                report.ready(),
                report.operation().paused(),
                report.operation().alarm(),
                report.operation().lost(),
                report.waitingFor(),
                report.error().text(),
                report.error().at(),
                config.observation().tryIt(),
                report.flow().lag().entrySet().stream()
                        .map(topic -> lag(topic.getKey(), topic.getValue()))
                        .toList(),
                status.behindSeconds(),
                report.drift().entrySet().stream()
                        .map(model -> drift(model.getKey(), model.getValue()))
                        .toList());
    }

    private static Situation.Drift drift(String model, HealthReport.Drift drift) {
        return new Situation.Drift(
                model,
                drift.state(),
                drift.why(),
                drift.images(),
                drift.collected(),
                drift.at(),
                drift.statistics().entrySet().stream()
                        .map(one -> new Situation.Distance(
                                one.getKey(),
                                one.getValue().psi(),
                                one.getValue().alarm()))
                        .toList());
    }

    private static Situation.Lag lag(String topic, HealthReport.Lag lag) {
        return new Situation.Lag(
                topic, lag.records(), lag.seconds(), lag.partitions().size());
    }

    /** From now on images are sampled, and the most novel ones kept, where anybody may see them. */
    void start(Pulse pulse, Drift drift) {
        if (access.isOpen()) {
            view.start();
            drift.show((model, novel) -> view.novel().put(model, Instant.now(), novel));
            pulse.listen(this);
        }
    }

    /** From now on images can be tried, where that is switched on. */
    void open(ImagesTopics images) {
        tries.open(images);
    }

    /** For the log: who may see it. */
    String audience() {
        return access.audience();
    }

    /** What is served. */
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>(LivePage.endpoints(LivePage.Kind.LIVE, access, view::json));
        endpoints.add(tries.endpoint(access));
        return endpoints;
    }

    /** Chooses what is shown, of a model. */
    Sampler sampler(String model) {
        return view.sampler(model);
    }

    /** A version of a model went live. */
    void live(ModelRef ref, Duration took, Instant at) {
        ModelHolder holder = models.get(ref.name());
        try (ModelHolder.Lease lease = holder == null ? null : holder.acquire()) {
            ModelContract contract = lease == null ? null : lease.contract();
            List<String> labels = contract == null ? List.of() : contract.labels();
            view.models().live(at, ref, labels, contract == null ? null : contract.accuracy(), took);
        }
    }

    /** A version of a model, or a pointer, was refused. */
    void refused(String model, String version, String stage, String why, Instant at) {
        view.models().refused(at, model, version, stage, why);
    }

    @Override
    public void second(Instant at, Map<LatencyStage, Histogram> latencies) {
        Map<String, Map<String, Long>> predictions = new HashMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        long answeredNow = 0;
        for (String name : models.keySet()) {
            ModelMetrics model = metrics.model(name);
            predictions.put(name, model.predictions());
            model.rejected().forEach((reason, count) -> reasons.merge(reason.name(), count, Long::sum));
            answeredNow += model.classified();
        }
        long rejectedNow = reasons.values().stream().mapToLong(Long::longValue).sum();
        answeredNow += rejectedNow;
        Histogram ages = latencies.get(LatencyStage.END_TO_END);
        view.second(
                at,
                new Second(
                        answeredNow - answered,
                        rejectedNow - rejected,
                        percentile(ages, MEDIAN),
                        percentile(ages, SLOWEST),
                        predictions,
                        reasons));
        answered = answeredNow;
        rejected = rejectedNow;
    }

    private static @Nullable Double percentile(@Nullable Histogram nanos, double percent) {
        return nanos == null || nanos.getTotalCount() == 0 ? null : nanos.getValueAtPercentile(percent) / NANOS;
    }

    @Override
    public void close() {
        view.close();
        tries.close();
    }
}
