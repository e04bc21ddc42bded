package io.odradek.streamer.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The streamer's configuration, checked.
 *
 * @param bootstrapServers Kafka brokers
 * @param applicationId consumer group
 * @param instance names this process among the instances; printable
 * @param topics the topics
 * @param predictions what a prediction's record is like
 * @param routes which model classifies the images of which topic
 * @param model where models come from, and what is admitted
 * @param images what an image may be
 * @param batchMax images in one call of the model, at least 1
 * @param threads stream threads, at least 1
 * @param exactlyOnce whether predictions and progress are committed in one transaction
 * @param creation how missing topics are created, or not
 * @param http where metrics and health are served
 * @param shutdown how long a stop may take
 * @param operation where to start, who may pause, and when the breaker opens
 * @param observation what is told about the work, and to whom
 * @param evaluation how predictions are compared with labels
 * @param logFormat how log lines look
 * @param kafka Kafka's own settings, passed through untouched
 */
public record StreamerConfig(
        String bootstrapServers,
        String applicationId,
        String instance,
        TopicNames topics,
        PredictionFormat predictions,
        Routes routes,
        ModelSource model,
        ImageSettings images,
        int batchMax,
        int threads,
        boolean exactlyOnce,
        TopicCreation creation,
        HttpAddress http,
        Duration shutdown,
        Operation operation,
        Observation observation,
        EvaluationSettings evaluation,
        LogFormat logFormat,
        Map<String, String> kafka) {
    /** A host name, an IPv4 address or a bracketed IPv6 address, and a port. */
    private static final String ADDRESS = "([^:,\\s\\[\\]]+|\\[[0-9a-zA-Z:.%_-]+\\]):"
            + "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

    private static final String EVALUATE = "-evaluate";
    private static final String EXACTLY_ONCE = "exactly_once_v2";
    private static final String AT_LEAST_ONCE = "at_least_once";

    /**
     * Creation of missing topics.
     *
     * @param enabled whether they are created at all
     * @param partitions of images, predictions and dead letters
     * @param replication replicas; -1 for the broker's default
     */
    public record TopicCreation(boolean enabled, int partitions, short replication) {}

    /**
     * An address to listen on.
     *
     * @param host name or address
     * @param port 0 to 65535; 0 is any free one
     * @param tls the files for TLS; empty: none is spoken
     */
    public record HttpAddress(String host, int port, Optional<TlsFiles> tls) {
        /** For a port that is bound: as in {@code http://127.0.0.1:8080}. */
        public String url(int bound) {
            return (tls.isPresent() ? "https://" : "http://") + host + ":" + bound;
        }
    }

    /**
     * What operators decide.
     *
     * @param start where a group that has committed nothing begins
     * @param tokenFile the secret that pause and resume ask for; empty: nobody may
     * @param breaker when too many images are rejected
     * @param tracing whether spans of each image are sent
     */
    public record Operation(StartPosition start, Optional<Path> tokenFile, BreakerLimits breaker, boolean tracing) {}

    /** Copies the map. */
    public StreamerConfig {
        kafka = Map.copyOf(kafka);
    }

    /** Names it, and shows nothing: Kafka's settings may hold secrets. */
    @Override
    public String toString() {
        return "configuration of " + instance + " in " + applicationId;
    }

    /**
     * The same for {@code streamer evaluate}: an application of its own, so that it never delays an answer, and always
     * exactly-once, so that its counts are right.
     *
     * @throws ConfigException when two topics have the same name
     */
    public StreamerConfig forEvaluation() {
        evaluation.checkApart(topics);
        return new StreamerConfig(
                bootstrapServers,
                applicationId + EVALUATE,
                instance,
                topics,
                predictions,
                routes,
                model,
                images,
                batchMax,
                threads,
                true,
                creation,
                http,
                shutdown,
                operation,
                observation,
                evaluation,
                logFormat,
                kafka);
    }

    /** Checks every setting. @throws ConfigException for the first that is wrong */
    public static StreamerConfig of(Settings settings) {
        Routes routes = Routes.of(settings);
        int threads = (int) settings.integer(Setting.THREADS, 1, Setting.MOST_THREADS);
        return new StreamerConfig(
                matching(settings, Setting.BOOTSTRAP_SERVERS, ADDRESS + "(,\\s*" + ADDRESS + ")*"),
                matching(settings, Setting.APPLICATION_ID, "[a-zA-Z0-9._-]{1,200}"),
                instance(settings),
                topics(settings, routes),
                PredictionFormat.of(settings),
                routes,
                ModelSource.of(settings, routes),
                ImageSettings.of(
                        settings,
                        // An image that is tried is decoded once more, on a thread of its own.
                        settings.flag(Setting.PAGE_TRY) ? threads + 1 : threads,
                        Runtime.getRuntime().maxMemory()),
                (int) settings.integer(Setting.BATCH_MAX, 1, 1_024),
                threads,
                exactlyOnce(settings),
                new TopicCreation(
                        settings.flag(Setting.CREATE_TOPICS),
                        (int) settings.integer(Setting.CREATE_PARTITIONS, 1, 10_000),
                        (short) settings.integer(Setting.CREATE_REPLICATION, -1, 100)),
                new HttpAddress(
                        matching(settings, Setting.HTTP_HOST, "[^\\s/]+"),
                        (int) settings.integer(Setting.HTTP_PORT, 0, 65_535),
                        TlsFiles.of(settings)),
                Duration.ofSeconds(settings.integer(Setting.SHUTDOWN_SECONDS, 1, 3_600)),
                operation(settings),
                Observation.of(settings),
                EvaluationSettings.of(settings),
                LogFormat.of(settings),
                settings.kafka());
    }

    private static TopicNames topics(Settings settings, Routes routes) {
        return new TopicNames(
                routes.topics(),
                settings.get(Setting.PREDICTIONS_TOPIC),
                settings.get(Setting.DLQ_TOPIC),
                settings.get(Setting.MODELS_TOPIC),
                settings.get(Setting.STATUS_TOPIC),
                latencyTopic(settings));
    }

    /** Where latency goes nowhere, the topic has no name. */
    private static String latencyTopic(Settings settings) {
        return Observation.of(settings).latencyInterval().isZero() ? "" : settings.get(Setting.LATENCY_TOPIC);
    }

    private static String instance(Settings settings) {
        return settings.get(Setting.INSTANCE).isBlank()
                ? hostName() + "-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt())
                : matching(settings, Setting.INSTANCE, "[a-zA-Z0-9._-]{1,100}");
    }

    /** Cut so that the random part still fits. */
    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^a-zA-Z0-9._-]", "-");
            return name.substring(0, Math.min(name.length(), 90));
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static Operation operation(Settings settings) {
        String tokenFile = settings.get(Setting.HTTP_TOKEN_FILE);
        return new Operation(
                StartPosition.of(settings),
                tokenFile.isBlank() ? Optional.empty() : Optional.of(Path.of(tokenFile)),
                new BreakerLimits(
                        settings.decimal(Setting.BREAKER_SHARE, 0, 1),
                        Duration.ofSeconds(settings.integer(Setting.BREAKER_WINDOW_SECONDS, 1, 3_600)),
                        settings.integer(Setting.BREAKER_MIN_IMAGES, 1, 1_000_000),
                        settings.flag(Setting.BREAKER_PAUSE)),
                matching(settings, Setting.TRACING, "off|otlp").equals("otlp"));
    }

    private static boolean exactlyOnce(Settings settings) {
        return switch (settings.get(Setting.PROCESSING_GUARANTEE)) {
            case EXACTLY_ONCE -> true;
            case AT_LEAST_ONCE -> false;
            default -> throw settings.wrong(Setting.PROCESSING_GUARANTEE);
        };
    }

    /** A value that matches a pattern as a whole. */
    static String matching(Settings settings, Setting setting, String pattern) {
        String value = settings.get(setting);
        if (!value.matches(pattern)) {
            throw settings.wrong(setting);
        }
        return value;
    }
}
