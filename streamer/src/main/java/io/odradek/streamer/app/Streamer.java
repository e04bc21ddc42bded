package io.odradek.streamer.app;

import io.odradek.streamer.config.PredictionFormat;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.delivery.Handover;
import io.odradek.streamer.health.Vitals;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.ProcessMeters;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HttpEndpoint;
import io.odradek.streamer.server.OperatorAccess;
import io.odradek.streamer.topics.GroupOffsets;
import io.odradek.streamer.topics.ImagesTopics;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.StartOffsets;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicConditions;
import io.odradek.streamer.topics.TopicSetup;
import io.odradek.streamer.topology.ClassifyTopology;
import io.odradek.streamer.topology.CloudEventHeaders;
import io.odradek.streamer.topology.CommitPace;
import io.odradek.streamer.topology.PollWatch;
import io.odradek.streamer.topology.PredictionHeaders;
import io.odradek.streamer.topology.Progress;
import io.odradek.streamer.topology.ReadAhead;
import io.odradek.streamer.topology.Route;
import io.odradek.streamer.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root. Starts in this order: metrics, pause and breaker, tracing, the live page, HTTP port, the look at
 * Kafka, topics, models, status topic, model loaders, and, once each model is live, the watch for lost images and Kafka Streams; stops in the reverse order. Until then
 * the process is alive, not ready, and says what it waits for.
 *
 * <p>{@link #run()} once; {@link #close()} from any thread.
 */
public final class Streamer extends Service {
    private static final Logger LOG = LoggerFactory.getLogger(Streamer.class);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final StreamerMetrics metrics;
    /** By model's name. */
    private final Map<String, ModelHolder> models = new LinkedHashMap<>();

    private final TrustedKeys trusted;
    private final Operation operation;
    private final Drift drift;
    private final Status status;
    private final Progress progress = new Progress(Clock.systemUTC());
    private final Vitals vitals;
    /** Does not start anything. */
    public Streamer(StreamerConfig config) {
        super(config);
        this.metrics = new StreamerMetrics(
                registry.getPrometheusRegistry(),
                new HistogramKind(
                        config.observation().nativeHistograms(),
                        config.operation().tracing()));
        this.trusted = new TrustedKeys(config.model().trustedKeys());
        this.drift =
                new Drift(config.routes().models(), config.observation().driftWindow(), metrics, Clock.systemUTC());
        this.operation =
                new Operation(config.routes().topics(), config.operation().breaker(), metrics);
        HealthReport.Identity identity = new HealthReport.Identity(config.instance(), trusted.fingerprints());
        this.status = new Status(
                Clock.systemUTC(),
                metrics,
                identity,
                config.routes().models(),
                "Kafka at " + config.bootstrapServers());
        this.vitals = new Vitals(config, progress::places, config.routes().topics(), status::lastError);
        config.routes().models().forEach(name -> models.put(name, new ModelHolder()));
    }

    @Override
    public void check() {
        Preflight.check(config);
        Preflight.checkDirectory(config);
    }

    @Override
    public HealthReport health() {
        return status.report().under(operation.report()).with(vitals.report()).comparing(drift.report());
    }

    @Override
    List<String> topics() {
        return TopicConditions.names(config);
    }

    @Override
    void start() throws ExecutionException, InterruptedException {
        parts.own(registry::close);
        parts.own(operation);
        Tracing tracing = Tracing.of(config);
        parts.own(tracing);
        bindMetrics();
        Door door = door();
        Page page = new Page(config, door.admittance(), metrics, models, status, this::health);
        parts.own(page);
        Pulse pulse = new Pulse(metrics.latencies(), Clock.systemUTC());
        page.start(pulse, drift);
        // What is started before it is owned cannot meet a stop in between.
        pulse.start();
        parts.own(pulse);
        HttpEndpoint http = listen(door, new OperatorAccess(door.admittance(), operation), page.endpoints());
        StreamsConfig beforeTopics = StreamsSettings.of(config);
        Reachability.await(beforeTopics.getAdminConfigs("odradek"), CONNECT);
        GroupOffsets offsets = look(vitals, beforeTopics);
        ImagesTopics images = prepareTopics(beforeTopics);
        // Only now: the first line of a start that failed says why.
        LOG.info("metrics and health at {}", config.http().url(http.port()));
        LOG.info("live page at {}/ for {}", config.http().url(http.port()), page.audience());
        LOG.info("instance {}; {}", config.instance(), admission());
        LatencyTopic.start(config, beforeTopics, pulse, metrics).ifPresent(parts::own);
        page.open(images);
        ModelLoading loading = new ModelLoading(config, trusted, status, metrics, page, drift, beforeTopics);
        models.forEach((name, holder) -> loading.start(name, holder, parts));
        CompletableFuture.anyOf(status.firstModels(), ended).get();
        if (!ended.isDone()) {
            offsets.connect(images.each());
            vitals.watch(startStreams(images, offsets, tracing, page));
        }
    }

    private ImagesTopics prepareTopics(StreamsConfig kafka) {
        status.waiting("the topics " + String.join(", ", config.topics().all()));
        try (TopicAdmin admin = new TopicAdmin(config.bootstrapServers(), kafka.getAdminConfigs("odradek"))) {
            ImagesTopics images = new TopicSetup(config, admin).prepare();
            StartOffsets begin = new StartOffsets(admin, config.applicationId(), Clock.systemUTC());
            images.partitionsByTopic()
                    .forEach((topic, partitions) ->
                            begin.prepare(config.operation().start(), topic, partitions));
            status.waiting("");
            return images;
        }
    }

    private String admission() {
        return trusted.keys().isEmpty()
                ? "models need no signature"
                : "signed-only mode: models must be signed by " + String.join(", ", trusted.fingerprints());
    }

    private KafkaStreams startStreams(ImagesTopics images, GroupOffsets offsets, Tracing tracing, Page page) {
        ReadAhead readAhead = new ReadAhead(config.routes().modelByTopic(), config.batchMax());
        List<Route> routes = config.routes().topics().stream()
                .map(topic -> route(topic, offsets, tracing, page))
                .toList();
        PollWatch watch = new PollWatch(
                readAhead,
                progress,
                routes.stream().map(route -> route.watches().lost()).toList());
        Handover handover = new Handover();
        CommitPace pace = config.exactlyOnce() ? new CommitPace(StreamsSettings.leastBetweenCommits(config)) : null;
        long heapBytes = Runtime.getRuntime().maxMemory();
        KafkaStreams streams = new KafkaStreams(
                ClassifyTopology.build(
                        config.topics(),
                        routes,
                        readAhead,
                        predictionHeaders(),
                        handover,
                        images.maxAnswerBytes(),
                        pace),
                StreamsSettings.of(config, images, watch, heapBytes),
                new StreamsClients(
                        handover, StreamsSettings.polledBytes(config, heapBytes), readAhead::waitingBytes, pace));
        start(streams, status, () -> operation.control(streams, readAhead));
        return streams;
    }

    private PredictionHeaders predictionHeaders() {
        return config.predictions() == PredictionFormat.CLOUDEVENTS
                ? new CloudEventHeaders(config.applicationId())
                : PredictionHeaders.KEPT;
    }

    private Route route(String topic, GroupOffsets offsets, Tracing tracing, Page page) {
        String model = config.routes().model(topic);
        return new Route(
                topic,
                Objects.requireNonNull(models.get(model), model),
                config.images(),
                operation.watches(topic, offsets, progress),
                metrics.model(model),
                tracing,
                page.sampler(model),
                drift.monitor(model));
    }

    private void bindMetrics() {
        parts.own(ProcessMeters.bind(registry));
        vitals.bind(metrics);
        metrics.health(() -> health().ready(), () -> health().live());
    }
}
