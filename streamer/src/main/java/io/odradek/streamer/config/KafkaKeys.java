package io.odradek.streamer.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka's clients know about the names of their settings. Stateless. */
public final class KafkaKeys {
    /** Settings of one kind of client, by the prefix that Kafka Streams gives them. */
    private static final Map<String, ConfigDef> BY_PREFIX = new LinkedHashMap<>();

    static {
        for (String consumer : Set.of("consumer.", "main.consumer.", "restore.consumer.", "global.consumer.")) {
            BY_PREFIX.put(consumer, ConsumerConfig.configDef());
        }
        BY_PREFIX.put("producer.", ProducerConfig.configDef());
        BY_PREFIX.put("admin.", AdminClientConfig.configDef());
    }

    private static final ConfigDef STREAMS = StreamsConfig.configDef();

    /** Names that Kafka reads without declaring them. */
    private static final Pattern UNDECLARED = Pattern.compile("config\\.providers.*|topic\\..*");

    /** How secrets are called in settings that no client declares. */
    private static final Pattern SECRET = Pattern.compile(
            ".*(pass|pwd|secret|token|jaas|credential|api.?key|private.?key|keystore.?key|auth).*",
            Pattern.CASE_INSENSITIVE);

    /** An address with a password in it, wherever it stands. */
    private static final Pattern WITH_PASSWORD = Pattern.compile("(?s).*://[^/\\s]*:[^/\\s]*@.*");

    /** Farther from a known name than this, in letters, nobody meant it. */
    private static final int NEAR = 4;

    private KafkaKeys() {}

    /**
     * Whether the value must not be shown: what the clients declare as a password, of other names those that sound like
     * one, and an address with a password in it.
     *
     * @param key without the prefix {@code kafka.}
     */
    public static boolean isSecret(String key, String value) {
        String name = key.substring(prefix(key).length());
        ConfigDef.ConfigKey known = null;
        for (ConfigDef definition : definitions(prefix(key))) {
            known = known == null ? definition.configKeys().get(name) : known;
        }
        return WITH_PASSWORD.matcher(value).matches()
                || (known == null ? SECRET.matcher(name).matches() : known.type() == ConfigDef.Type.PASSWORD);
    }

    /**
     * What to say about a name that none of the clients knows; empty for others. Interceptors and login modules read
     * names of their own, so it is no error.
     *
     * @param key without the prefix {@code kafka.}
     */
    static Optional<String> doubt(String key) {
        String prefix = prefix(key);
        String name = key.substring(prefix.length());
        Set<String> known = new TreeSet<>();
        definitions(prefix).forEach(definition -> known.addAll(definition.names()));
        if (known.contains(name) || UNDECLARED.matcher(key).matches()) {
            return Optional.empty();
        }
        String nearest = Nearest.to(name, known);
        return Optional.of("no client of Kafka knows it"
                + (Nearest.distance(nearest, name) <= NEAR ? " (did you mean kafka." + prefix + nearest + "?)" : "")
                + "; it is passed on for plug-ins");
    }

    private static Set<ConfigDef> definitions(String prefix) {
        return prefix.isEmpty()
                ? Set.of(STREAMS, ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
                : Set.of(BY_PREFIX.getOrDefault(prefix, STREAMS));
    }

    private static String prefix(String key) {
        return BY_PREFIX.keySet().stream().filter(key::startsWith).findFirst().orElse("");
    }
}
