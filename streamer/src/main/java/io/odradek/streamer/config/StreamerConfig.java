package io.odradek.streamer.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streamer's configuration, checked.
 *
 * @param bootstrapServers Kafka brokers
 * @param applicationId consumer group
 * @param instance names this process among the instances; printable
 * @param topics the topics
 * @param model which model to serve
 * @param batchMax images in one call of the model, at least 1
 * @param threads stream threads, at least 1
 * @param exactlyOnce whether predictions and progress are committed in one transaction
 * @param creation how missing topics are created, or not
 * @param http where metrics and health are served
 * @param shutdown how long a stop may take
 * @param kafka Kafka's own settings, passed through untouched
 */
public record StreamerConfig(
        String bootstrapServers,
        String applicationId,
        String instance,
        TopicNames topics,
        ModelSource model,
        int batchMax,
        int threads,
        boolean exactlyOnce,
        TopicCreation creation,
        HttpAddress http,
        Duration shutdown,
        Map<String, String> kafka) {
    /** A host name, an IPv4 address or a bracketed IPv6 address, and a port. */
    private static final String ADDRESS = "([^:,\\s\\[\\]]+|\\[[0-9a-zA-Z:.%_-]+\\]):\\d+";

    /** Directories of a URI, each with a slash behind it; neither {@code .} nor {@code ..}, and nothing encoded. */
    private static final String DIRECTORIES = "((?!\\.{1,2}/)[a-zA-Z0-9._~!$&'()+=:@-]+/)*";

    private static final String PLACE = "(https://([a-zA-Z0-9.-]+|\\[[0-9a-fA-F:.]+\\])(:\\d{1,5})?/" + DIRECTORIES
            + "|file:///" + DIRECTORIES + ")";

    private static final String EXACTLY_ONCE = "exactly_once_v2";
    private static final String AT_LEAST_ONCE = "at_least_once";

    /**
     * The model to serve.
     *
     * @param name its name
     * @param maxBytes the largest file that is admitted
     * @param directory where files are spooled
     * @param path the file or directory that is watched; null when the models topic is followed
     * @param allowed places that references may lead to, each {@code https://host[:port]/path/} or {@code file:///path/}
     * @param cache directory for fetched files
     * @param trustedKeys Ed25519 keys, one of which must have signed a model; none: signatures are not looked at
     */
    public record ModelSource(
            String name,
            long maxBytes,
            Path directory,
            @Nullable Path path,
            List<String> allowed,
            Path cache,
            List<PublicKey> trustedKeys) {
        /** Copies the lists. */
        public ModelSource {
            allowed = List.copyOf(allowed);
            trustedKeys = List.copyOf(trustedKeys);
        }
    }

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
     */
    public record HttpAddress(String host, int port) {}

    /** Copies the map. */
    public StreamerConfig {
        kafka = Map.copyOf(kafka);
    }

    /** Checks every setting. @throws ConfigException for the first that is wrong */
    public static StreamerConfig of(Settings settings) {
        return new StreamerConfig(
                matching(settings, Setting.BOOTSTRAP_SERVERS, ADDRESS + "(,\\s*" + ADDRESS + ")*"),
                matching(settings, Setting.APPLICATION_ID, "[a-zA-Z0-9._-]{1,200}"),
                instance(settings),
                new TopicNames(
                        settings.get(Setting.IMAGES_TOPIC),
                        settings.get(Setting.PREDICTIONS_TOPIC),
                        settings.get(Setting.DLQ_TOPIC),
                        settings.get(Setting.MODELS_TOPIC),
                        settings.get(Setting.STATUS_TOPIC)),
                modelSource(settings),
                (int) settings.integer(Setting.BATCH_MAX, 1, 1_024),
                (int) settings.integer(Setting.THREADS, 1, 256),
                exactlyOnce(settings),
                new TopicCreation(
                        settings.flag(Setting.CREATE_TOPICS),
                        (int) settings.integer(Setting.CREATE_PARTITIONS, 1, 10_000),
                        (short) settings.integer(Setting.CREATE_REPLICATION, -1, 100)),
                new HttpAddress(settings.get(Setting.HTTP_HOST), (int) settings.integer(Setting.HTTP_PORT, 0, 65_535)),
                Duration.ofSeconds(settings.integer(Setting.SHUTDOWN_SECONDS, 1, 3_600)),
                settings.kafka());
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

    private static ModelSource modelSource(Settings settings) {
        Path directory = path(settings, Setting.MODEL_DIR);
        boolean cached = !settings.get(Setting.MODEL_CACHE_DIR).isBlank();
        return new ModelSource(
                matching(settings, Setting.MODEL_NAME, "[a-z0-9][a-z0-9._-]{0,63}"),
                settings.integer(Setting.MODEL_MAX_BYTES, 1, 1L << 30),
                directory,
                settings.get(Setting.MODEL_PATH).isBlank() ? null : path(settings, Setting.MODEL_PATH),
                allowed(settings),
                cached ? path(settings, Setting.MODEL_CACHE_DIR) : directory.resolve("odradek-cache"),
                KeyFile.read(settings, Setting.MODEL_TRUSTED_KEYS));
    }

    private static List<String> allowed(Settings settings) {
        if (settings.get(Setting.MODEL_URI_ALLOW).isBlank()) {
            return List.of();
        }
        return List.of(matching(settings, Setting.MODEL_URI_ALLOW, PLACE + "(,\\s*" + PLACE + ")*")
                .split(",\\s*", -1));
    }

    private static Path path(Settings settings, Setting setting) {
        try {
            return Path.of(settings.get(setting));
        } catch (InvalidPathException e) {
            throw settings.wrong(setting);
        }
    }

    private static boolean exactlyOnce(Settings settings) {
        return switch (settings.get(Setting.PROCESSING_GUARANTEE)) {
            case EXACTLY_ONCE -> true;
            case AT_LEAST_ONCE -> false;
            default -> throw settings.wrong(Setting.PROCESSING_GUARANTEE);
        };
    }

    private static String matching(Settings settings, Setting setting, String pattern) {
        String value = settings.get(setting).strip();
        if (!value.matches(pattern)) {
            throw settings.wrong(setting);
        }
        return value;
    }
}
