package io.odradek.streamer.app;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.evaluation.EvaluationFeed;
import io.odradek.streamer.evaluation.EvaluationMetrics;
import io.odradek.streamer.evaluation.EvaluationParts;
import io.odradek.streamer.evaluation.EvaluationTopology;
import io.odradek.streamer.evaluation.pairing.ClassNames;
import io.odradek.streamer.health.Vitals;
import io.odradek.streamer.metrics.ProcessMeters;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HttpEndpoint;
import io.odradek.streamer.server.OperatorAccess;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.page.LivePage;
import io.odradek.streamer.topics.EvaluationTopics;
import io.odradek.streamer.topics.GroupOffsets;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.StartOffsets;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topology.Progress.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root of {@code streamer evaluate}. Starts in this order: metrics, HTTP port, the look at Kafka, topics,
 * classes, Kafka Streams; stops in the reverse order.
 *
 * <p>{@link #run()} once; {@link #close()} from any thread.
 */
public final class Evaluator extends Service {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final EvaluationMetrics metrics = new EvaluationMetrics(registry.getPrometheusRegistry());
    private final EvaluationStatus status;
    private final Vitals vitals;
    private volatile @Nullable KafkaStreams streams;

    /**
     * Does not start anything.
     *
     * @param config of the streamers whose predictions are evaluated
     * @throws ConfigException when two topics have the same name
     */
    public Evaluator(StreamerConfig config) {
        super(config.forEvaluation());
        this.status = new EvaluationStatus(Clock.systemUTC(), config.instance());
        this.vitals = new Vitals(this.config, this::places, read(), status::lastError);
    }

    @Override
    public void check() {
        Preflight.check(config);
        StreamsConfig unused = StreamsSettings.ofEvaluation(config);
    }

    @Override
    public HealthReport health() {
        return status.report().with(vitals.report());
    }

    private List<String> read() {
        return List.of(config.topics().predictions(), config.evaluation().labels());
    }

    private Map<TopicPartition, Place> places() {
        KafkaStreams running = streams;
        return running == null || !running.state().isRunningOrRebalancing()
                ? Map.of()
                : TaskPlaces.of(running.metadataForLocalThreads(), read());
    }

    @Override
    List<String> topics() {
        return Stream.concat(Stream.of(config.topics().predictions()), config.evaluation().topics().stream())
                .toList();
    }

    @Override
    void start() {
        parts.own(registry::close);
        parts.own(ProcessMeters.bind(registry));
        metrics.ready(() -> health().ready());
        Door door = door();
        PageAccess access =
                new PageAccess(config.observation().page(), config.http().host(), door.admittance());
        EvaluationFeed feed = new EvaluationFeed(metrics);
        HttpEndpoint http = listen(
                door,
                new OperatorAccess(door.admittance(), status),
                LivePage.endpoints(LivePage.Kind.ACCURACY, access, after -> feed.json(after, status.page(health()))));
        status.waiting("Kafka at " + config.bootstrapServers());
        StreamsConfig settings = StreamsSettings.ofEvaluation(config);
        Reachability.await(settings.getAdminConfigs("odradek"), CONNECT);
        GroupOffsets unused = look(vitals, settings);
        EvaluationTopics.Prepared topics = prepareTopics(settings);
        status.waiting("");
        LOG.info("metrics and health at {}", config.http().url(http.port()));
        warnOfHeap();
        if (!ended.isDone()) {
            startStreams(settings, topics);
        }
    }

    private void warnOfHeap() {
        long room = config.evaluation().maxBytes() + config.evaluation().windowBytes();
        if (room > Runtime.getRuntime().maxMemory() / 2) {
            LOG.warn(
                    "{} is {}, which with an instance's windows is more than half of the heap of {}: one that takes over from"
                            + " others may run out of memory",
                    Setting.EVALUATE_MAX_BYTES.key(),
                    config.evaluation().maxBytes(),
                    Runtime.getRuntime().maxMemory());
        }
    }

    private EvaluationTopics.Prepared prepareTopics(StreamsConfig settings) {
        status.waiting("the topics " + config.topics().predictions() + ", "
                + String.join(", ", config.evaluation().topics()));
        try (TopicAdmin admin = new TopicAdmin(config.bootstrapServers(), settings.getAdminConfigs("odradek"))) {
            EvaluationTopics.Prepared topics =
                    new EvaluationTopics(config, admin, EvaluationTopology.ownTopics(config.applicationId())).prepare();
            StartOffsets begin = new StartOffsets(admin, config.applicationId(), Clock.systemUTC());
            begin.prepare(config.operation().start(), config.topics().predictions(), topics.predictions());
            begin.prepare(config.operation().start(), config.evaluation().labels(), topics.labels());
            return topics;
        }
    }

    private ClassNames classes() {
        if (config.model().path() != null) {
            return version -> Optional.empty();
        }
        PublishedClasses published = new PublishedClasses(config);
        parts.own(published);
        return published;
    }

    private void startStreams(StreamsConfig settings, EvaluationTopics.Prepared topics) {
        ClassNames classes = classes();
        KafkaStreams made = new KafkaStreams(
                EvaluationTopology.build(new EvaluationParts(
                        config.topics().predictions(),
                        topics.own(),
                        config.evaluation(),
                        classes,
                        metrics,
                        Math.min(StreamsSettings.requestBytes(settings), topics.deadLetterBytes()),
                        topics.deadLetterAge())),
                settings);
        start(made, status, () -> status.control(made));
        vitals.watch(made);
        streams = made;
    }
}
