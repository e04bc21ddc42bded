package io.odradek.streamer.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings from the command line, the environment and a file, in that order, then the defaults. Immutable.
 */
public final class Settings {
    private static final String KAFKA_PREFIX = "kafka.";
    private static final String DEFAULT = "the default";
    /** Kafka settings that have an own name here: two names for one thing would contradict each other one day. */
    private static final Map<String, Setting> RENAMED = Map.of(
            "bootstrap.servers", Setting.BOOTSTRAP_SERVERS,
            "application.id", Setting.APPLICATION_ID,
            "num.stream.threads", Setting.THREADS,
            "processing.guarantee", Setting.PROCESSING_GUARANTEE,
            // Kafka would also apply it where retention removed images, and skip those that are left.
            "auto.offset.reset", Setting.START,
            "consumer.auto.offset.reset", Setting.START,
            "main.consumer.auto.offset.reset", Setting.START);

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> origins = new EnumMap<>(Setting.class);
    private final Map<String, String> kafka = new TreeMap<>();

    private Settings() {}

    /**
     * Layers the sources.
     *
     * @param options values given on the command line
     * @param kafkaOptions Kafka settings given on the command line, without the prefix {@code kafka.}
     * @param environment the process's environment
     * @param file a properties file, if any, in UTF-8
     * @throws ConfigException when the file cannot be read, or a key is unknown
     */
    public static Settings of(
            Map<Setting, String> options,
            Map<String, String> kafkaOptions,
            Map<String, String> environment,
            @Nullable Path file) {
        Settings settings = new Settings();
        for (Setting setting : Setting.values()) {
            settings.put(setting, setting.defaultValue(), DEFAULT);
        }
        if (file != null) {
            read(file).forEach((key, value) -> settings.putFromFile(key, value, file));
        }
        for (Setting setting : Setting.values()) {
            String variable = environment.get(setting.environmentVariable());
            if (variable != null) {
                settings.put(setting, variable, "environment variable " + setting.environmentVariable());
            }
        }
        options.forEach((setting, value) -> settings.put(setting, value, "option " + setting.option()));
        kafkaOptions.forEach((key, value) -> settings.putKafka(key, value, "option -K"));
        return settings;
    }

    /** The value of a setting. */
    public String get(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** Whether it was given anywhere, rather than left at its default. */
    boolean isGiven(Setting setting) {
        return !DEFAULT.equals(origins.get(setting));
    }

    /** A whole number. @throws ConfigException when it is none, or out of range */
    long integer(Setting setting, long min, long max) {
        try {
            long value = Long.parseLong(get(setting).strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, in the same words as a number out of range.
        }
        throw wrong(setting);
    }

    /** A number with a fraction. @throws ConfigException when it is none, or out of range */
    double decimal(Setting setting, double min, double max) {
        try {
            double value = Double.parseDouble(get(setting).strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, in the same words as a number out of range.
        }
        throw wrong(setting);
    }

    /** True or false. @throws ConfigException when it is neither */
    boolean flag(Setting setting) {
        return switch (get(setting).strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting);
        };
    }

    /** The complaint about a setting's value: names it, the value, where it came from, and what is allowed. */
    ConfigException wrong(Setting setting) {
        return new ConfigException(setting.key() + " is \"" + get(setting) + "\" (from " + origins.get(setting)
                + "), allowed: " + setting.allowed());
    }

    /** Kafka's own settings, without the prefix {@code kafka.}. */
    public Map<String, String> kafka() {
        return Map.copyOf(kafka);
    }

    private void put(Setting setting, String value, String origin) {
        values.put(setting, value);
        origins.put(setting, origin);
    }

    private void putFromFile(String key, String value, Path file) {
        if (key.startsWith(KAFKA_PREFIX)) {
            putKafka(key.substring(KAFKA_PREFIX.length()), value, file.toString());
            return;
        }
        Setting setting = Setting.ofKey(key)
                .orElseThrow(() -> new ConfigException("unknown key " + key + " in " + file + ": did you mean "
                        + Setting.nearestKey(key) + "? Kafka's own settings begin with " + KAFKA_PREFIX));
        put(setting, value, file.toString());
    }

    private void putKafka(String key, String value, String origin) {
        Setting own = RENAMED.get(key);
        if (own != null) {
            throw new ConfigException(
                    KAFKA_PREFIX + key + " (from " + origin + ") has a name of its own here: set " + own.key());
        }
        kafka.put(key, value);
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new ConfigException("--config " + file + ": there is no such file");
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new ConfigException("--config " + file + ": not a properties file in UTF-8");
        } catch (IOException e) {
            throw new ConfigException("--config " + file + " cannot be read: " + e.getMessage());
        }
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
