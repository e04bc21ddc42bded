package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.TopicNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What the topics must be like. Each condition looks at the topics that exist and returns findings, each with the command
 * that mends it; a condition about topics of which one is missing finds nothing. Not thread-safe.
 */
public final class TopicConditions {
    /** Kafka's default for the largest record. */
    private static final int IMAGE_BYTES = 1_048_588;
    /** Larger limits are taken as this one, so that sums of them stay numbers. */
    private static final int MAX_IMAGE_BYTES = 1 << 30;
    /** More than any record about status or latency has. */
    private static final int STATUS_BYTES = ImagesTopics.HEADROOM_BYTES;

    private final TopicNames topics;
    private final StreamerConfig config;
    private final TopicAdmin admin;
    private final TopicCommands commands;
    private final Map<String, Integer> partitions;

    /** Asks which topics exist. */
    public TopicConditions(StreamerConfig config, TopicAdmin admin) {
        this(config, admin, names(config));
    }

    /** The same, for who may not see all of them: the others are taken for missing. */
    public TopicConditions(StreamerConfig config, TopicAdmin admin, List<String> visible) {
        this.topics = config.topics();
        this.config = config;
        this.admin = admin;
        this.commands = TopicCommands.of(config);
        this.partitions = admin.partitions(visible);
    }

    /** Every topic that is needed, in the order in which a record meets them; a watched file needs no models topic. */
    public static List<String> names(StreamerConfig config) {
        List<String> names = new ArrayList<>(config.topics().all());
        if (config.model().path() != null) {
            names.remove(config.topics().models());
        }
        return names;
    }

    /** The topics that exist, with their number of partitions. */
    public Map<String, Integer> partitions() {
        return partitions;
    }

    /** All conditions, in the order in which they matter. */
    public List<Finding> all() {
        List<Finding> findings = new ArrayList<>(partitionCounts());
        findings.addAll(modelsPartition());
        findings.addAll(room());
        findings.addAll(timestamps());
        findings.addAll(compaction());
        return findings;
    }

    /** The topics that do not exist, as they should be created. */
    public Map<String, NewTopic> missing() {
        int most = imagePartitions().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        int roomy = imageBytes() + ImagesTopics.HEADROOM_BYTES;
        List<NewTopic> all = new ArrayList<>();
        imagePartitions().forEach((topic, count) -> all.add(topic(topic, count, imageBytes())));
        all.add(topic(topics.predictions(), most, roomy));
        all.add(topic(topics.deadLetters(), most, roomy));
        all.add(wantedModels());
        all.add(topic(topics.status(), 1, STATUS_BYTES));
        all.add(topic(topics.latency(), 1, STATUS_BYTES));
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        all.forEach(topic -> wanted.put(topic.name(), topic));
        wanted.keySet().retainAll(names(config));
        wanted.keySet().removeAll(partitions.keySet());
        return wanted;
    }

    /** The models topic, as it should be created. */
    public NewTopic wantedModels() {
        return topic(topics.models(), 1, modelBytes());
    }

    /** What the topics of images allow, or would allow once they are created. */
    ImagesTopics images() {
        return new ImagesTopics(imagePartitions(), imageBytes());
    }

    /** Those that are to be created have as many as the predictions, where these are there, else as the settings say. */
    private Map<String, Integer> imagePartitions() {
        int wanted =
                partitions.getOrDefault(topics.predictions(), config.creation().partitions());
        Map<String, Integer> counts = new LinkedHashMap<>();
        topics.images().forEach(topic -> counts.put(topic, partitions.getOrDefault(topic, wanted)));
        return counts;
    }

    /** A prediction is written to its image's partition number; of several topics of images, the largest counts. */
    public List<Finding> partitionCounts() {
        if (!exist(topics.predictions()) || imagesThatExist().isEmpty()) {
            return List.of();
        }
        String largest = imagesThatExist().stream()
                .max(Comparator.comparingInt(topic -> partitions.getOrDefault(topic, 0)))
                .orElseThrow();
        int images = partitions.getOrDefault(largest, 0);
        int predictions = partitions.getOrDefault(topics.predictions(), 0);
        if (images == predictions) {
            return List.of(
                    Finding.ok(subject(topics.predictions()), images + " partitions, as many as topic " + largest));
        }
        String smaller = images < predictions ? largest : topics.predictions();
        return List.of(Finding.fail(
                subject(topics.predictions()),
                "topic " + largest + " has " + images + " partitions and " + topics.predictions() + " has "
                        + predictions
                        + "; a prediction is written to its image's partition number, so they need the same number",
                commands.partitions(smaller, Math.max(images, predictions))));
    }

    /** The registry has one order of decisions. */
    public List<Finding> modelsPartition() {
        if (!exist(topics.models())) {
            return List.of();
        }
        int models = partitions.getOrDefault(topics.models(), 0);
        return List.of(
                models == 1
                        ? Finding.ok(subject(topics.models()), "1 partition")
                        : Finding.fail(
                                subject(topics.models()),
                                "topic " + topics.models() + " has " + models
                                        + " partitions, it must have 1: delete it with all models and decisions in it, and"
                                        + " create it again",
                                commands.createAnew(wantedModels(), "every model and decision in it")));
    }

    /** An answer is as large as its image, and some headers more. */
    public List<Finding> room() {
        List<Finding> findings = new ArrayList<>();
        for (String topic : answers()) {
            int needed = imageBytes() + ImagesTopics.HEADROOM_BYTES;
            int allowed = maxBytes(topic);
            findings.add(
                    allowed >= needed
                            ? Finding.ok(subject(topic), "takes records of " + allowed + " bytes")
                            : Finding.fail(
                                    subject(topic),
                                    "topic " + topic + " takes records of " + allowed + " bytes, "
                                            + String.join(", ", imagesThatExist()) + " of " + imageBytes()
                                            + "; a record of that size with the headers that are added would not fit",
                                    commands.alter(
                                            topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(needed))));
        }
        return findings;
    }

    /** An answer keeps its image's timestamp: its topic must not be stricter about it. */
    public List<Finding> timestamps() {
        List<Finding> findings = new ArrayList<>();
        for (String topic : answers()) {
            List<Finding> strict = imagesThatExist().stream()
                    .flatMap(images -> stricter(topic, images).stream())
                    .toList();
            findings.addAll(
                    strict.isEmpty()
                            ? List.of(Finding.ok(
                                    subject(topic),
                                    "takes every timestamp that topic " + String.join(", ", imagesThatExist())
                                            + " takes"))
                            : strict);
        }
        return findings;
    }

    private List<Finding> stricter(String topic, String imagesTopic) {
        List<Finding> strict = new ArrayList<>();
        for (String key : List.of(
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG)) {
            long images = Long.parseLong(admin.config(imagesTopic, key));
            long allowed = Long.parseLong(admin.config(topic, key));
            if (allowed < images) {
                strict.add(Finding.fail(
                        subject(topic),
                        "topic " + topic + " has " + key + "=" + allowed + ", " + imagesTopic + " has " + images
                                + "; answers keep their images' timestamps, and some would be refused",
                        commands.alter(topic, key, String.valueOf(images))));
            } else if (key.equals(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG)) {
                long kept = Long.parseLong(admin.config(imagesTopic, TopicConfig.RETENTION_MS_CONFIG));
                long age = kept < 0 ? Long.MAX_VALUE : kept;
                if (allowed < age) {
                    strict.add(Finding.warn(
                            subject(topic),
                            "topic " + topic + " has " + key + "=" + allowed
                                    + ", and an image may wait longer in topic "
                                    + imagesTopic + ": answers keep their images' timestamps, and such a one would be"
                                    + " refused and end the streamer",
                            commands.alter(topic, key, String.valueOf(age))));
                }
            }
        }
        return strict;
    }

    /** A topic that expires loses the model one day. */
    public List<Finding> compaction() {
        if (!exist(topics.models())) {
            return List.of();
        }
        String policy = admin.config(topics.models(), TopicConfig.CLEANUP_POLICY_CONFIG);
        return List.of(
                policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                        ? Finding.ok(subject(topics.models()), "compacted: nothing expires")
                        : Finding.fail(
                                subject(topics.models()),
                                "topic " + topics.models() + " has " + TopicConfig.CLEANUP_POLICY_CONFIG + "=" + policy
                                        + ": Kafka would delete the model one day",
                                commands.alter(
                                        topics.models(),
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT)));
    }

    /** Room for the largest model that is admitted, and its key. */
    public int modelBytes() {
        return (int) config.model().maxBytes() + ImagesTopics.HEADROOM_BYTES;
    }

    /** How findings name a topic. */
    public static String subject(String topic) {
        return "topic " + topic;
    }

    /** The topics that answer images, where both they and images exist. */
    private List<String> answers() {
        return imagesThatExist().isEmpty()
                ? List.of()
                : List.of(topics.predictions(), topics.deadLetters()).stream()
                        .filter(this::exist)
                        .toList();
    }

    private List<String> imagesThatExist() {
        return topics.images().stream().filter(this::exist).toList();
    }

    private boolean exist(String name) {
        return partitions.containsKey(name);
    }

    /** Of the topic that takes the largest records. */
    private int imageBytes() {
        return imagesThatExist().stream()
                .mapToInt(topic -> Math.min(maxBytes(topic), MAX_IMAGE_BYTES))
                .max()
                .orElse(IMAGE_BYTES);
    }

    private int maxBytes(String topic) {
        return Integer.parseInt(admin.config(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    }

    private NewTopic topic(String name, int count, int maxBytes) {
        short replicas = config.creation().replication();
        Map<String, String> configs = new TreeMap<>();
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxBytes));
        if (name.equals(topics.models())) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else if (name.equals(topics.status()) || name.equals(topics.latency())) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        }
        return new NewTopic(name, Optional.of(count), replicas < 0 ? Optional.empty() : Optional.of(replicas))
                .configs(configs);
    }
}
