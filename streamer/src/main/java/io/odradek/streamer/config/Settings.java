package io.odradek.streamer.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings from the command line, the environment and a file, in that order, then the defaults. Immutable.
 */
public final class Settings {
    private static final String KAFKA_PREFIX = "kafka.";
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

    /** What was given for each setting, the winner first. */
    private final Map<Setting, List<Given>> given = new EnumMap<>(Setting.class);

    private final Map<String, List<Given>> kafka = new TreeMap<>();

    private Settings() {}

    /**
     * Layers the sources.
     *
     * @param options values given on the command line
     * @param kafkaOptions Kafka settings given on the command line, without the prefix {@code kafka.}
     * @param environment the process's environment
     * @param file a properties file, if any, in UTF-8
     * @throws ConfigException when the file cannot be read, or a key is unknown or there twice
     */
    public static Settings of(
            Map<Setting, String> options,
            Map<String, String> kafkaOptions,
            Map<String, String> environment,
            @Nullable Path file) {
        Settings settings = new Settings();
        options.forEach((setting, value) ->
                settings.add(setting, new Given(value, new Origin(Origin.Kind.OPTION, setting.option()))));
        Environment.read(environment).forEach(settings::add);
        kafkaOptions.forEach((key, value) ->
                settings.addKafka(key, new Given(value, new Origin(Origin.Kind.OPTION, "-K"))));
        if (file != null) {
            PropertiesFile.read(file).forEach(entry -> settings.addFromFile(entry, file));
        }
        return settings;
    }

    /**
     * The value of a setting, without whitespace around it; empty only where that means "none".
     *
     * @throws ConfigException when it is empty and must not be
     */
    public String get(Setting setting) {
        String value = source(setting).value().strip();
        if (value.isEmpty() && !setting.defaultValue().isEmpty()) {
            throw wrong(setting);
        }
        return value;
    }

    /** The value of a setting as it was given, and where. */
    public Given source(Setting setting) {
        List<Given> all = given.get(setting);
        return all == null ? new Given(setting.defaultValue(), Origin.DEFAULT) : all.get(0);
    }

    /** The values of Kafka's own settings as they were given, and where, by their names without {@code kafka.}. */
    public Map<String, Given> kafkaSources() {
        Map<String, Given> sources = new TreeMap<>();
        kafka.forEach((key, all) -> sources.put(key, all.get(0)));
        return sources;
    }

    /** What people should hear at start, a line each: which value won over which, and names that Kafka does not know. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        given.forEach((setting, all) -> note(setting.key(), all, false).ifPresent(notes::add));
        kafka.forEach((key, all) -> {
            String name = KAFKA_PREFIX + key;
            boolean secret = all.stream().anyMatch(given -> KafkaKeys.isSecret(key, given.value()));
            note(name, all, secret).ifPresent(notes::add);
            KafkaKeys.doubt(key)
                    .ifPresent(doubt -> notes.add(line(name + " (" + all.get(0).origin() + "): " + doubt)));
        });
        return notes;
    }

    private static Optional<String> note(String name, List<Given> all, boolean secret) {
        Given winner = all.get(0);
        String ignored = all.stream()
                .filter(other -> !other.value().strip().equals(winner.value().strip()))
                .map(other -> shown(other, secret))
                .collect(Collectors.joining(", "));
        return ignored.isEmpty()
                ? Optional.empty()
                : Optional.of(line(name + " is " + shown(winner, secret) + "; ignored: " + ignored));
    }

    private static String shown(Given given, boolean secret) {
        return (secret ? "a secret" : "\"" + given.value() + "\"") + " (" + given.origin() + ")";
    }

    /** Whether it was given anywhere, rather than left at its default. */
    boolean isGiven(Setting setting) {
        return given.containsKey(setting);
    }

    /** A whole number. @throws ConfigException when it is none, or out of range */
    long integer(Setting setting, long min, long max) {
        try {
            long value = Long.parseLong(get(setting));
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
            double value = Double.parseDouble(get(setting));
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
        return switch (get(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting);
        };
    }

    /** The complaint about a setting's value: names it, the value, where it came from, and what is allowed. */
    ConfigException wrong(Setting setting) {
        Given wrong = source(setting);
        return new ConfigException(line(setting.key() + " is \"" + wrong.value() + "\" (from " + wrong.origin()
                + "), allowed: " + setting.allowed()));
    }

    /** Kafka's own settings, without the prefix {@code kafka.}. */
    public Map<String, String> kafka() {
        Map<String, String> values = new TreeMap<>();
        kafka.forEach((key, all) -> values.put(key, all.get(0).value()));
        return values;
    }

    private void add(Setting setting, Given value) {
        given.computeIfAbsent(setting, s -> new ArrayList<>()).add(value);
    }

    private void addFromFile(PropertiesFile.Entry entry, Path file) {
        String key = entry.key();
        Given value = new Given(entry.value(), new Origin(Origin.Kind.FILE, file + ":" + entry.line()));
        if (key.startsWith(KAFKA_PREFIX)) {
            addKafka(key.substring(KAFKA_PREFIX.length()), value);
        } else {
            add(
                    Setting.ofKey(key)
                            .orElseThrow(() -> new ConfigException(line("unknown key " + key + " in " + value.origin()
                                    + ": did you mean " + Setting.nearestKey(key) + "? Kafka's own settings begin with "
                                    + KAFKA_PREFIX))),
                    value);
        }
    }

    private void addKafka(String key, Given value) {
        Setting own = RENAMED.get(key);
        if (own != null) {
            throw new ConfigException(
                    KAFKA_PREFIX + key + " (from " + value.origin() + ") has a name of its own here: set " + own.key());
        }
        kafka.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    /** Whatever stands in a value, a message is one line. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
