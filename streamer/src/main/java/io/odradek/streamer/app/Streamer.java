package io.odradek.streamer.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.loader.ModelLoader;
import io.odradek.streamer.loader.ModelPathLoader;
import io.odradek.streamer.loader.ModelsTopicLoader;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HttpEndpoint;
import io.odradek.streamer.server.OperatorAccess;
import io.odradek.streamer.topics.GroupOffsets;
import io.odradek.streamer.topics.ImagesTopic;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.StartOffsets;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicSetup;
import io.odradek.streamer.topology.ClassifyTopology;
import io.odradek.streamer.topology.ReadAhead;
import io.odradek.streamer.topology.Watches;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root. Starts in this order: metrics, pause and breaker, HTTP port, topics, models, status topic, model
 * loader, and, once a model is live, the watch for lost images and Kafka Streams; stops in the reverse order. Until the
 * first model the process is alive, not ready, and says what it waits for.
 *
 * <p>{@link #run()} once; {@link #close()} from any thread.
 */
public final class Streamer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streamer.class);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final StreamerConfig config;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StreamerMetrics metrics = new StreamerMetrics(registry);
    private final ModelHolder models = new ModelHolder();
    private final TrustedKeys trusted;
    private final Operation operation;
    private final Status status;
    /** Done when the service ends; with an exception when it ends by itself. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** What was started, the newest first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private boolean closed;
    private volatile boolean clean = true;

    /** Does not start anything. */
    public Streamer(StreamerConfig config) {
        this.config = config;
        this.trusted = new TrustedKeys(config.model().trustedKeys());
        this.operation = new Operation(config.operation().breaker(), metrics);
        HealthReport.Identity identity = new HealthReport.Identity(config.instance(), trusted.fingerprints());
        this.status = new Status(metrics, identity, "Kafka at " + config.bootstrapServers());
    }

    /**
     * Starts, and returns when the service was stopped with {@link #close()}.
     *
     * @throws StreamerException when it cannot start, or ended by itself
     */
    public void run() {
        try {
            start();
            ended.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof StreamerException own
                    ? own
                    : new StreamerException("stopped: " + StreamerException.rootCause(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** What the health endpoints say now. */
    public HealthReport health() {
        return status.report().under(operation.report());
    }

    /** Stops: finishes and commits what is in work, leaves the consumer group, then frees the rest. */
    @Override
    public void close() {
        ended.complete(null);
        synchronized (started) {
            closed = true;
            while (!started.isEmpty()) {
                try {
                    started.pop().close();
                } catch (Exception e) {
                    clean = false;
                    LOG.warn("while stopping: {}", StreamerException.rootCause(e));
                }
            }
        }
    }

    /**
     * Whether everything that was stopped has ended. If not, a thread may still be inside native code, and only a halt
     * of the JVM is safe.
     */
    public boolean isClean() {
        return clean;
    }

    private void start() throws ExecutionException, InterruptedException {
        own(registry::close);
        own(operation);
        bindProcessMetrics();
        HttpEndpoint http = listen();
        own(http);
        LOG.info("metrics and health at http://{}:{}", config.http().host(), http.port());
        LOG.info("instance {}; {}", config.instance(), admission());
        Reachability.await(config.bootstrapServers(), CONNECT);
        StreamsConfig beforeTopics = StreamsSettings.of(config);
        ImagesTopic images;
        try (TopicAdmin admin = new TopicAdmin(config.bootstrapServers(), beforeTopics.getAdminConfigs("odradek"))) {
            images = new TopicSetup(config, admin).prepare();
            new StartOffsets(admin, config.applicationId(), Clock.systemUTC())
                    .prepare(config.operation().start(), config.topics().images(), images.partitions());
        }
        own(models);
        StatusTopic events = statusTopic(beforeTopics);
        own(events);
        ModelLoader loader = loader(beforeTopics, events);
        own(loader);
        loader.start();
        CompletableFuture.anyOf(status.firstModel(), ended).get();
        if (!ended.isDone()) {
            startStreams(images);
        }
    }

    private HttpEndpoint listen() {
        StreamerConfig.HttpAddress address = config.http();
        OperatorAccess access = new OperatorAccess(
                config.operation().tokenFile().map(file -> AccessToken.read(file, Setting.HTTP_TOKEN_FILE.key())),
                operation);
        try {
            return HttpEndpoint.start(
                    address.host(), address.port(), registry.getPrometheusRegistry(), this::health, access);
        } catch (IOException | RuntimeException e) {
            throw new StreamerException(
                    "cannot listen on " + address.host() + ":" + address.port() + " (" + Setting.HTTP_HOST.key() + ", "
                            + Setting.HTTP_PORT.key() + "): " + StreamerException.rootCause(e)
                            + "; choose another port, or 0 for any free one",
                    e);
        }
    }

    private String admission() {
        return trusted.keys().isEmpty()
                ? "models need no signature"
                : "signed-only mode: models must be signed by " + String.join(", ", trusted.fingerprints());
    }

    private StatusTopic statusTopic(StreamsConfig kafka) {
        return new StatusTopic(
                status,
                metrics,
                StatusTopic.producer(kafka.getProducerConfigs("odradek-status")),
                Clock.systemUTC(),
                config.topics().status(),
                config.instance(),
                config.model().name());
    }

    private ModelLoader loader(StreamsConfig kafka, ModelEvents events) {
        ModelSource source = config.model();
        AdmissionGate gate = new AdmissionGate(source.maxBytes(), trusted);
        if (source.path() != null) {
            return new ModelPathLoader(
                    source.path(), source.maxBytes(), source.name(), source.directory(), gate, models, events);
        }
        return new ModelsTopicLoader(
                kafka.getRestoreConsumerConfigs("odradek-models"),
                kafka.getAdminConfigs("odradek-models"),
                config.topics().models(),
                source.name(),
                source.directory(),
                new Fetcher(source.allowed(), source.cache(), source.maxBytes()),
                gate,
                models,
                events);
    }

    private void startStreams(ImagesTopic images) {
        ReadAhead readAhead = new ReadAhead(config.topics().images(), config.batchMax(), metrics);
        Watches watches = watches(images.partitions());
        KafkaStreams streams = new KafkaStreams(
                ClassifyTopology.build(
                        config.topics(), config.images(), models, readAhead, watches, metrics, images.maxAnswerBytes()),
                StreamsSettings.of(
                        config,
                        images,
                        readAhead,
                        watches.lost(),
                        Runtime.getRuntime().maxMemory()));
        streams.setUncaughtExceptionHandler(failure -> {
            status.error("a stream thread failed", failure);
            ended.completeExceptionally(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            status.streams(now);
            if (now == KafkaStreams.State.ERROR) {
                ended.completeExceptionally(new StreamerException("Kafka Streams is in state ERROR; see the log"));
            }
        });
        own(() -> stop(streams));
        operation.control(streams, readAhead);
        try {
            streams.start();
        } catch (IllegalStateException e) {
            // Stopped in the instant before.
            if (!ended.isDone()) {
                throw e;
            }
        }
    }

    private Watches watches(int partitions) {
        String topic = config.topics().images();
        GroupOffsets offsets = new GroupOffsets(
                StreamsSettings.of(config).getAdminConfigs("odradek-watch"), config.applicationId(), topic);
        own(offsets);
        offsets.connect(partitions);
        return operation.watches(topic, offsets);
    }

    private void stop(KafkaStreams streams) {
        // Streams' default keeps the membership, and the partitions stall until the session times out.
        boolean isStatic = config.kafka().keySet().stream().anyMatch(key -> key.endsWith("group.instance.id"));
        CloseOptions.GroupMembershipOperation membership = isStatic
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        boolean stopped =
                streams.close(CloseOptions.groupMembershipOperation(membership).withTimeout(config.shutdown()));
        if (!stopped) {
            throw new IllegalStateException("Kafka Streams did not stop within "
                    + config.shutdown().toSeconds() + " s (" + Setting.SHUTDOWN_SECONDS.key() + ")");
        }
    }

    /** Registers a part to be stopped; one that comes up during a stop is stopped at once. */
    private void own(AutoCloseable part) {
        synchronized (started) {
            started.push(part);
            if (closed) {
                close();
            }
        }
    }

    private void bindProcessMetrics() {
        JvmGcMetrics gc = new JvmGcMetrics();
        own(gc);
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }
}
