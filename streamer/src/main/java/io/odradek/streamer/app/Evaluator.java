package io.odradek.streamer.app;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.evaluation.EvaluationFeed;
import io.odradek.streamer.evaluation.EvaluationMetrics;
import io.odradek.streamer.evaluation.EvaluationParts;
import io.odradek.streamer.evaluation.EvaluationTopology;
import io.odradek.streamer.metrics.ProcessMeters;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HttpEndpoint;
import io.odradek.streamer.server.OperatorAccess;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.page.LivePage;
import io.odradek.streamer.topics.EvaluationTopics;
import io.odradek.streamer.topics.Reachability;
import io.odradek.streamer.topics.StartOffsets;
import io.odradek.streamer.topics.TopicAdmin;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
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

    /** Of an evaluation's record, the most. */
    private static final int RECORD_BYTES = 1_000_000;

    private final EvaluationMetrics metrics = new EvaluationMetrics(registry.getPrometheusRegistry());
    private final EvaluationStatus status;

    /**
     * Does not start anything.
     *
     * @param config of the streamers whose predictions are evaluated
     * @throws ConfigException when two topics have the same name
     */
    public Evaluator(StreamerConfig config) {
        super(config.forEvaluation());
        this.status = new EvaluationStatus(Clock.systemUTC(), config.instance());
    }

    @Override
    public void check() {
        Preflight.check(config);
        String room = String.valueOf(StreamsSettings.ofEvaluation(config)
                .getProducerConfigs("odradek")
                .getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES));
        if (!room.matches("[0-9]{1,18}") || Long.parseLong(room) < RECORD_BYTES) {
            throw new ConfigException("kafka." + ProducerConfig.MAX_REQUEST_SIZE_CONFIG + " is \"" + room
                    + "\", allowed: at least " + RECORD_BYTES + ", the largest evaluation");
        }
    }

    @Override
    public HealthReport health() {
        return status.report();
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
                LivePage.endpoints(LivePage.Kind.ACCURACY, access, after -> feed.json(after, status.page())));
        status.waiting("Kafka at " + config.bootstrapServers());
        StreamsConfig settings = StreamsSettings.ofEvaluation(config);
        Reachability.await(settings.getAdminConfigs("odradek"), CONNECT);
        EvaluationTopics.Prepared topics = prepareTopics(settings);
        status.waiting("");
        LOG.info("metrics and health at {}", config.http().url(http.port()));
        if (config.evaluation().maxBytes() > Runtime.getRuntime().maxMemory() / 2) {
            LOG.warn(
                    "{} is {}, more than half of the heap of {}: a single instance may run out of memory",
                    Setting.EVALUATE_MAX_BYTES.key(),
                    config.evaluation().maxBytes(),
                    Runtime.getRuntime().maxMemory());
        }
        if (!ended.isDone()) {
            startStreams(settings, topics);
        }
    }

    private EvaluationTopics.Prepared prepareTopics(StreamsConfig settings) {
        status.waiting("the topics " + config.topics().predictions() + ", "
                + String.join(", ", config.evaluation().topics()));
        try (TopicAdmin admin = new TopicAdmin(config.bootstrapServers(), settings.getAdminConfigs("odradek"))) {
            EvaluationTopics.Prepared topics = new EvaluationTopics(config, admin).prepare();
            StartOffsets begin = new StartOffsets(admin, config.applicationId(), Clock.systemUTC());
            begin.prepare(config.operation().start(), config.topics().predictions(), topics.predictions());
            begin.prepare(config.operation().start(), config.evaluation().labels(), topics.labels());
            return topics;
        }
    }

    private void startStreams(StreamsConfig settings, EvaluationTopics.Prepared topics) {
        PublishedClasses classes = new PublishedClasses(config);
        parts.own(classes);
        int request = Integer.parseInt(String.valueOf(settings.getProducerConfigs("odradek")
                .getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES)));
        KafkaStreams streams = new KafkaStreams(
                EvaluationTopology.build(new EvaluationParts(
                        config.topics().predictions(),
                        topics.predictions(),
                        config.evaluation(),
                        classes,
                        metrics,
                        Math.min(request, topics.deadLetterBytes()))),
                settings);
        start(streams, status, () -> status.control(streams));
    }
}
