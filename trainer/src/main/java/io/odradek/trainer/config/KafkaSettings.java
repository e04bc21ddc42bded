package io.odradek.trainer.config;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The way to Kafka.
 *
 * @param bootstrapServers one or more {@code host:port}, comma-separated
 * @param clientSettings more settings for every Kafka client, by Kafka's own names
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> clientSettings) {
    private static final String PREFIX = "kafka.";
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String DEFAULT_SERVERS = "localhost:9092";

    /** Copies the map; refuses an empty address. */
    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap servers are empty, expected host:port");
        }
        clientSettings = Map.copyOf(clientSettings);
    }

    /**
     * Reads the settings.
     *
     * @param bootstrapServers from the command line or the environment; null: {@code kafka.bootstrap.servers} of the
     *     file, then localhost:9092
     * @param file a properties file or null. Keys that begin with {@code kafka.} are client settings without that
     *     prefix; other keys belong to other programs and are left alone
     * @throws TrainerException when the file cannot be read
     */
    public static KafkaSettings of(@Nullable String bootstrapServers, @Nullable Path file) {
        Map<String, String> settings = file == null ? new HashMap<>() : read(file);
        String fromFile = settings.remove(BOOTSTRAP);
        if (bootstrapServers != null) {
            return new KafkaSettings(bootstrapServers, settings);
        }
        return new KafkaSettings(fromFile == null ? DEFAULT_SERVERS : fromFile, settings);
    }

    /** The same with client settings that win over those of the file; the address has an option of its own. */
    public KafkaSettings with(Map<String, String> more) {
        if (more.containsKey(BOOTSTRAP)) {
            throw new TrainerException("-K " + BOOTSTRAP + " has a name of its own here: set --bootstrap-servers");
        }
        Map<String, String> all = new HashMap<>(clientSettings);
        all.putAll(more);
        return new KafkaSettings(bootstrapServers, all);
    }

    /** Client configuration: {@code defaults}, overridden by the user's settings and the address. */
    public Map<String, Object> over(Map<String, Object> defaults) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(clientSettings);
        all.put(BOOTSTRAP, bootstrapServers);
        return all;
    }

    /** What Kafka's own tools need to reach the same cluster; {@code FILE} stands for the security settings. */
    public String toolOptions() {
        boolean secured =
                !clientSettings.getOrDefault("security.protocol", "PLAINTEXT").equals("PLAINTEXT");
        return "--bootstrap-server " + bootstrapServers + (secured ? " --command-config FILE" : "");
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new TrainerException(
                    "cannot read " + file + ": " + TrainerException.reasonOf(e) + "; check the option --config", e);
        }
        Map<String, String> settings = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                settings.put(
                        key.substring(PREFIX.length()),
                        properties.getProperty(key).strip());
            }
        }
        return settings;
    }
}
