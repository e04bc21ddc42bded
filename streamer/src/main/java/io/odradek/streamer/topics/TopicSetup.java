package io.odradek.streamer.topics;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.config.TopicNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Checks the topics before the first record flows, and creates the missing ones when that is allowed. Each complaint
 * names the topic and the command that mends it.
 */
public final class TopicSetup {
    private static final int IMAGE_BYTES = 1_048_588;
    /** Larger limits are taken as this one, so that sums of them stay numbers. */
    private static final int MAX_IMAGE_BYTES = 1 << 30;

    /** More than any status record has. */
    private static final int STATUS_BYTES = ImagesTopic.HEADROOM_BYTES;

    private final StreamerConfig config;
    private final TopicNames topics;
    private final TopicAdmin admin;
    /** False when a file or directory is watched in its place: then the topic is neither needed nor checked. */
    private final boolean followsModelsTopic;

    /** Does nothing yet. */
    public TopicSetup(StreamerConfig config, TopicAdmin admin) {
        this.config = config;
        this.topics = config.topics();
        this.admin = admin;
        this.followsModelsTopic = config.model().path() == null;
    }

    /**
     * Checks, and creates where allowed.
     *
     * @return what the images topic allows
     * @throws StreamerException says what is wrong and how to mend it
     */
    public ImagesTopic prepare() {
        List<String> names = new ArrayList<>(topics.all());
        if (!followsModelsTopic) {
            names.remove(topics.models());
        }
        Map<String, Integer> partitions = admin.partitions(names);
        int imageBytes = partitions.containsKey(topics.images()) ? maxBytes(topics.images()) : IMAGE_BYTES;
        int imagePartitions =
                partitions.getOrDefault(topics.images(), config.creation().partitions());
        Map<String, NewTopic> missing = wanted(imageBytes, imagePartitions);
        missing.keySet().retainAll(names);
        missing.keySet().removeAll(partitions.keySet());
        if (!missing.isEmpty()) {
            create(missing);
            partitions.putAll(admin.partitions(names));
        }
        checkPartitions(partitions);
        checkRoom(imageBytes);
        checkTimestamps();
        if (followsModelsTopic) {
            checkModels(partitions.getOrDefault(topics.models(), 0));
            checkCompaction();
        }
        return new ImagesTopic(partitions.getOrDefault(topics.images(), 1), imageBytes);
    }

    private Map<String, NewTopic> wanted(int imageBytes, int partitions) {
        int roomy = imageBytes + ImagesTopic.HEADROOM_BYTES;
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        for (NewTopic topic : List.of(
                topic(topics.images(), partitions, imageBytes),
                topic(topics.predictions(), partitions, roomy),
                topic(topics.deadLetters(), partitions, roomy),
                topic(topics.models(), 1, modelBytes()),
                topic(topics.status(), 1, STATUS_BYTES))) {
            wanted.put(topic.name(), topic);
        }
        return wanted;
    }

    private NewTopic topic(String name, int partitions, int maxBytes) {
        short replicas = config.creation().replication();
        Map<String, String> configs = new TreeMap<>();
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxBytes));
        if (name.equals(topics.models())) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else if (name.equals(topics.status())) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        }
        return new NewTopic(name, Optional.of(partitions), replicas < 0 ? Optional.empty() : Optional.of(replicas))
                .configs(configs);
    }

    private void create(Map<String, NewTopic> missing) {
        if (!config.creation().enabled()) {
            StringBuilder message = new StringBuilder("missing topics: ");
            message.append(String.join(", ", missing.keySet()));
            message.append(". Create them, or start with ")
                    .append(Setting.CREATE_TOPICS.option())
                    .append(":");
            missing.values().forEach(topic -> message.append("\n  ").append(createCommand(topic)));
            throw new StreamerException(message.toString());
        }
        admin.create(missing.values());
    }

    private void checkPartitions(Map<String, Integer> partitions) {
        int images = partitions.getOrDefault(topics.images(), 0);
        int predictions = partitions.getOrDefault(topics.predictions(), 0);
        if (images != predictions) {
            String smaller = images < predictions ? topics.images() : topics.predictions();
            throw new StreamerException("topic " + topics.images() + " has " + images + " partitions and "
                    + topics.predictions() + " has " + predictions
                    + "; a prediction is written to its image's partition number, so they need the same number:\n  "
                    + "kafka-topics.sh --bootstrap-server " + config.bootstrapServers() + " --alter --topic " + smaller
                    + " --partitions " + Math.max(images, predictions));
        }
    }

    private void checkModels(int models) {
        if (models != 1) {
            throw new StreamerException("topic " + topics.models() + " has " + models
                    + " partitions, it must have 1: delete it and create it again:\n  "
                    + createCommand(topic(topics.models(), 1, modelBytes())));
        }
    }

    private void checkRoom(int imageBytes) {
        int needed = imageBytes + ImagesTopic.HEADROOM_BYTES;
        for (String topic : List.of(topics.predictions(), topics.deadLetters())) {
            int allowed = maxBytes(topic);
            if (allowed < needed) {
                throw new StreamerException("topic " + topic + " takes records of " + allowed + " bytes, "
                        + topics.images() + " of " + imageBytes
                        + "; a record of that size with the headers that are added would not fit:\n  "
                        + alterCommand(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(needed)));
            }
        }
    }

    /** An answer keeps its image's timestamp: its topic must not be stricter about it. */
    private void checkTimestamps() {
        for (String key : List.of(
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG)) {
            long images = Long.parseLong(admin.config(topics.images(), key));
            for (String topic : List.of(topics.predictions(), topics.deadLetters())) {
                long allowed = Long.parseLong(admin.config(topic, key));
                if (allowed < images) {
                    throw new StreamerException(
                            "topic " + topic + " has " + key + "=" + allowed + ", " + topics.images()
                                    + " has " + images
                                    + "; answers keep their images' timestamps, and some would be refused:\n  "
                                    + alterCommand(topic, key, String.valueOf(images)));
                }
            }
        }
    }

    private void checkCompaction() {
        String policy = admin.config(topics.models(), TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new StreamerException("topic " + topics.models() + " has " + TopicConfig.CLEANUP_POLICY_CONFIG + "="
                    + policy + ": Kafka would delete the model one day:\n  "
                    + alterCommand(
                            topics.models(), TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
    }

    private int maxBytes(String topic) {
        int bytes = Integer.parseInt(admin.config(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        return topic.equals(topics.images()) ? Math.min(bytes, MAX_IMAGE_BYTES) : bytes;
    }

    /** Room for the largest model that is admitted, and its key. */
    private int modelBytes() {
        return (int) config.model().maxBytes() + ImagesTopic.HEADROOM_BYTES;
    }

    private String alterCommand(String topic, String key, String value) {
        return "kafka-configs.sh --bootstrap-server " + config.bootstrapServers()
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + key + "=" + value;
    }

    private String createCommand(NewTopic topic) {
        StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server ")
                .append(config.bootstrapServers())
                .append(" --create --topic ")
                .append(topic.name())
                .append(" --partitions ")
                .append(topic.numPartitions());
        topic.configs()
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }
}
